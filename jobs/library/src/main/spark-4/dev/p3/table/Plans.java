package dev.p3.table;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;

/** Datasets of plans, which Spark 4 keeps in another package than Spark 3.5. */
public final class Plans {
  private Plans() {}

  /** The rows of a plan. */
  public static Dataset<Row> dataset(SparkSession spark, LogicalPlan plan) {
    return Dataset$.MODULE$.ofRows((org.apache.spark.sql.classic.SparkSession) spark, plan);
  }
}
