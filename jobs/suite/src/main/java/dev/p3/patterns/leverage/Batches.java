package dev.p3.patterns.leverage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * A table in the batches of columns in which Spark reads it, before it makes rows of them. To make
 * rows, and to take them apart again column by column, was a third of the tasks' samples.
 */
final class Batches {
  private Batches() {}

  /**
   * The batches of a query, with all columns of the table in its order.
   *
   * @return empty when the table comes in rows, or when equal texts of it may have different bytes
   */
  static Optional<RDD<ColumnarBatch>> of(Dataset<?> table, QueryExecution query) {
    if (hasCollation(table) || hasNameTwice(table)) {
      return Optional.empty();
    }
    SparkPlan plan = query.executedPlan();
    while (plan instanceof WholeStageCodegenExec || plan instanceof ColumnarToRowExec) {
      plan =
          plan instanceof WholeStageCodegenExec stage
              ? stage.child()
              : ((ColumnarToRowExec) plan).child();
    }
    return plan.supportsColumnar() ? Optional.of(plan.executeColumnar()) : Optional.empty();
  }

  private static boolean hasCollation(Dataset<?> table) {
    return Arrays.stream(table.schema().fields())
        .map(StructField::dataType)
        .anyMatch(type -> type instanceof StringType && !type.equals(DataTypes.StringType));
  }

  /** Which rows, that are made by name, refuse. */
  private static boolean hasNameTwice(Dataset<?> table) {
    return Arrays.stream(table.columns())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .count()
        < table.columns().length;
  }
}
