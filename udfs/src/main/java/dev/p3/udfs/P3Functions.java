package dev.p3.udfs;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** Adds p3's functions to a session. */
public final class P3Functions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectFunction(haversineKm());
    return BoxedUnit.UNIT;
  }

  /**
   * @param <S> the Seq of expressions that Spark hands over: it differs between Scala 2.12 and 2.13
   */
  private static <S>
      Tuple3<FunctionIdentifier, ExpressionInfo, Function1<S, Expression>> haversineKm() {
    return new Tuple3<>(
        new FunctionIdentifier("haversine_km", Option.empty()),
        new ExpressionInfo(HaversineKm.class.getName(), "haversine_km"),
        new AbstractFunction1<>() {
          @Override
          @SuppressWarnings("unchecked") // either kind is a scala.collection.Seq
          public Expression apply(S arguments) {
            return HaversineKm.of((Seq<Expression>) arguments);
          }
        });
  }
}
