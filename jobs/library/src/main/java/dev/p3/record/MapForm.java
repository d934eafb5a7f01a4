package dev.p3.record;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;

/** A Map, whose keys may not be null; read back as a map in the column's order. */
final class MapForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final ColumnForm key;
  private final ColumnForm value;

  MapForm(ColumnForm key, ColumnForm value) {
    this.key = key;
    this.value = value;
  }

  @Override
  void addOptionals(String path, Set<String> optionals) {
    key.addOptionals(path + ".key", optionals);
    value.addOptionals(path + ".value", optionals);
  }

  @Override
  Class<?> javaClass() {
    return Map.class;
  }

  @Override
  DataType dataType() {
    return new MapType(key.dataType(), value.dataType(), true);
  }

  @Override
  RowValue rowValue() {
    return new RowValue.Entries(key.rowValue(), value.rowValue());
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return RowEncoders.map(key, value);
  }

  @Override
  Expression toCatalyst(Expression map) {
    return Catalyst.entriesToCatalyst(key, value, map);
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    WalkedTypePath inside =
        walked.recordMap(key.javaClass().getName(), value.javaClass().getName());
    return Catalyst.apply(
        Conversion.OfEntries.MAP,
        externalType(),
        Catalyst.arrayFromCatalyst(key, Catalyst.keys(column), inside, "array", Object[].class),
        Catalyst.arrayFromCatalyst(
            value, Catalyst.values(column), inside, "array", Object[].class));
  }
}
