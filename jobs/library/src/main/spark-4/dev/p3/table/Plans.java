package dev.p3.table;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.DataType;
import scala.Option;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;

/** Datasets of plans, and expressions, which Spark 4 makes otherwise than Spark 3.5. */
public final class Plans {
  private Plans() {}

  /** The rows of a plan. */
  public static Dataset<Row> dataset(SparkSession spark, LogicalPlan plan) {
    return Dataset$.MODULE$.ofRows((org.apache.spark.sql.classic.SparkSession) spark, plan);
  }

  /** A call of a static method, null where an argument is, which is made once for each row. */
  public static Expression call(
      Class<?> holder, String method, List<Expression> arguments, DataType result) {
    return new StaticInvoke(
        holder,
        result,
        method,
        ScalaCollections.asScala(arguments),
        ScalaCollections.asScala(List.of()),
        true,
        true,
        false,
        Option.empty());
  }
}
