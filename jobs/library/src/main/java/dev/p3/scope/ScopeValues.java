package dev.p3.scope;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** What a scoped function carries to the executors: the broadcast, under the scope's name. */
final class ScopeValues<R extends Record> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<R> broadcast;
  private final String name;
  private volatile boolean closed;

  ScopeValues(Broadcast<R> broadcast, String name) {
    this.broadcast = broadcast;
    this.name = name;
  }

  ScopeValues<R> opened() {
    if (closed) {
      throw new ClosedScopeException(name);
    }
    return this;
  }

  R record() {
    return opened().broadcast.value();
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      broadcast.destroy();
    }
  }

  /** Spark serializes functions when an action starts, so a late action is refused here. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    opened();
    out.defaultWriteObject();
  }

  @Override
  public String toString() {
    return name + (closed ? ", closed" : "");
  }
}
