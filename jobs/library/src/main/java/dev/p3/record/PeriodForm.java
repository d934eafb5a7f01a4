package dev.p3.record;

import java.time.Period;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/** A Period of years and months; Spark's own encoder drops the days without a word. */
final class PeriodForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final LeafForm months = new LeafForm(JavaTypeInference.encoderFor(Period.class));

  @Override
  Class<?> javaClass() {
    return Period.class;
  }

  @Override
  DataType dataType() {
    return months.dataType();
  }

  @Override
  Expression toCatalyst(Expression period) {
    return months.toCatalyst(
        Catalyst.apply(Conversion.PERIOD_WITHOUT_DAYS, externalType(), period));
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    return months.fromCatalyst(column, walked);
  }
}
