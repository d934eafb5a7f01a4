package dev.p3.scope;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.SparkSession;

/**
 * The scopes of one run: a job opens them, and the caller that started the run closes them after
 * the last action. Not thread-safe.
 */
public final class Scopes implements AutoCloseable {
  private final SparkSession spark;
  private final Deque<Scope<?>> opened = new ArrayDeque<>();

  public Scopes(SparkSession spark) {
    this.spark = spark;
  }

  /** Opens a scope that lives until these scopes are closed. */
  public <R extends Record> Scope<R> open(R values) {
    Scope<R> scope = Scope.open(spark, values);
    opened.push(scope);
    return scope;
  }

  /** Closes every scope, the last opened first. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
