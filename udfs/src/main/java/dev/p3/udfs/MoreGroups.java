package dev.p3.udfs;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Lets a task hold more groups before Spark sorts its input: at its 128 groups that is most of the
 * time of a query, and is meant for lists that grow with the rows, while p3's states are bounded.
 * Spark reads the number from the session, which is where it is raised, when the first aggregation
 * by p3's functions is planned and the user has set none. Plans nothing itself.
 */
final class MoreGroups extends SparkStrategy {
  static final String SETTING = "spark.sql.objectHashAggregate.sortBased.fallbackThreshold";

  /** Groups of a task; beyond, Spark sorts. */
  static final int MOST_GROUPS = 1 << 16;

  private final SparkSession spark;

  MoreGroups(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public scala.collection.immutable.List<SparkPlan> apply(LogicalPlan plan) {
    SQLConf settings = spark.sessionState().conf();
    if (plan instanceof Aggregate aggregate && !settings.contains(SETTING) && isOfP3(aggregate)) {
      settings.setConfString(SETTING, String.valueOf(MOST_GROUPS));
    }
    return Scala.list(List.of());
  }

  private static boolean isOfP3(Aggregate aggregate) {
    return Scala.java(aggregate.aggregateExpressions()).stream()
        .anyMatch(expression -> isOfP3((Expression) expression));
  }

  private static boolean isOfP3(Expression expression) {
    return expression instanceof P3Aggregate
        || Scala.java(expression.children()).stream().anyMatch(MoreGroups::isOfP3);
  }

  /** Two of these are equal, so that a session is given no second one. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MoreGroups;
  }

  @Override
  public int hashCode() {
    return MoreGroups.class.hashCode();
  }
}
