package dev.p3.scope;

import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** How many tasks a function will run in, as far as that can be known without running anything. */
final class TaskCount {
  /** Nodes of a plan that take rows as they are read; others may shuffle, or run a query first. */
  private static final Set<String> WITHOUT_SHUFFLE =
      Set.of(
          "CollectMetrics",
          "DeserializeToObject",
          "ExternalRDD",
          "Filter",
          "LocalRelation",
          "LogicalRDD",
          "LogicalRelation",
          "MapElements",
          "MapPartitions",
          "Project",
          "Range",
          "SerializeFromObject",
          "SubqueryAlias",
          "TypedFilter",
          "Union");

  private TaskCount() {}

  /**
   * @param rows a Dataset or RDD; anything else, or null, is not known
   */
  static OptionalInt of(Object rows) {
    if (rows instanceof JavaRDDLike<?, ?> rdd) {
      return OptionalInt.of(rdd.getNumPartitions());
    }
    if (rows instanceof Dataset<?> dataset) {
      LogicalPlan plan = dataset.queryExecution().analyzed();
      return plan.exists(node -> !WITHOUT_SHUFFLE.contains(node.nodeName()))
          ? OptionalInt.empty()
          : OptionalInt.of(dataset.rdd().getNumPartitions());
    }
    return OptionalInt.empty();
  }
}
