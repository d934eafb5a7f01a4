package dev.p3.record;

import java.util.function.Function;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/**
 * A leaf whose values are checked before Spark cuts or rounds them or, depending on a setting,
 * makes them null: what a column cannot hold is an error.
 */
final class CheckedForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final LeafForm leaf;
  private final Function<?, ?> check;

  /**
   * @param check gives back its argument, or throws; serializable
   */
  CheckedForm(LeafForm leaf, Function<?, ?> check) {
    this.leaf = leaf;
    this.check = check;
  }

  @Override
  Class<?> javaClass() {
    return leaf.javaClass();
  }

  @Override
  DataType dataType() {
    return leaf.dataType();
  }

  @Override
  RowValue rowValue() {
    return new RowValue.Checked(check, leaf.rowValue());
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return leaf.rowEncoder();
  }

  @Override
  Expression toCatalyst(Expression value) {
    return leaf.toCatalyst(Catalyst.apply(check, externalType(), value));
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    return leaf.fromCatalyst(column, walked);
  }
}
