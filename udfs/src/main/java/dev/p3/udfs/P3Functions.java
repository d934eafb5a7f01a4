package dev.p3.udfs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.Function1;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Adds p3's functions to a session: by {@code spark.sql.extensions=dev.p3.udfs.P3Functions}, or to
 * a session that is there by {@link #register}.
 */
public final class P3Functions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** Called by Spark, for every session that it opens. */
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (SqlFunction<Expression> function : expressions()) {
      extensions.injectFunction(injected(function));
    }
    for (SqlFunction<LogicalPlan> function : TableFunctions.all()) {
      extensions.injectTableFunction(injected(function));
    }
    extensions.injectPlannerStrategy(
        new AbstractFunction1<>() {
          @Override
          public SparkStrategy apply(SparkSession spark) {
            return new MoreGroups(spark);
          }
        });
    return BoxedUnit.UNIT;
  }

  /**
   * Adds the functions to a session, in place of others of the same names. Adding them again
   * changes nothing.
   */
  public static void register(SparkSession spark) {
    FunctionRegistry functions = spark.sessionState().functionRegistry();
    for (SqlFunction<Expression> function : expressions()) {
      functions.registerFunction(
          function.inSession(spark), function.info(), Scala.ofSeq(function::call));
    }
    TableFunctionRegistry tables = spark.sessionState().tableFunctionRegistry();
    for (SqlFunction<LogicalPlan> function : TableFunctions.all()) {
      tables.registerFunction(
          function.inSession(spark), function.info(), Scala.ofSeq(function::call));
    }
    var strategies = new ArrayList<SparkStrategy>();
    strategies.add(new MoreGroups(spark));
    strategies.addAll(Scala.java(spark.experimental().extraStrategies()));
    spark.experimental().extraStrategies_$eq(Scala.list(strategies.stream().distinct().toList()));
  }

  /** All functions that give a value. */
  static List<SqlFunction<Expression>> expressions() {
    return Stream.of(
            ScalarFunctions.all(),
            CheckFunctions.all(),
            TopK.all(),
            List.of(RecordDigest.function(), LinearRegression.function()),
            Correlation.all(),
            Quantiles.all())
        .flatMap(List::stream)
        .toList();
  }

  /** All functions. */
  static Stream<SqlFunction<?>> all() {
    return Stream.concat(expressions().stream(), TableFunctions.all().stream());
  }

  /**
   * @param <S> the Seq of expressions that Spark hands over: it differs between Scala 2.12 and 2.13
   */
  private static <S, R> Tuple3<FunctionIdentifier, ExpressionInfo, Function1<S, R>> injected(
      SqlFunction<R> function) {
    return new Tuple3<>(function.identifier(), function.info(), Scala.ofSeq(function::call));
  }
}
