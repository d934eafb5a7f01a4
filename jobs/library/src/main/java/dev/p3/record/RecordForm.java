package dev.p3.record;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.DeserializerBuildHelper;
import org.apache.spark.sql.catalyst.SerializerBuildHelper;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** A record: a struct of its components' columns, read back by the canonical constructor. */
final class RecordForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final Class<?> type;
  private final List<Field> fields;

  /** One component and its column. */
  record Field(String component, String column, ColumnForm form) implements Serializable {}

  RecordForm(Class<?> type, List<Field> fields) {
    this.type = type;
    this.fields = List.copyOf(fields);
  }

  List<Field> fields() {
    return fields;
  }

  @Override
  Class<?> javaClass() {
    return type;
  }

  @Override
  StructType dataType() {
    return DataTypes.createStructType(
        fields.stream()
            .map(
                field ->
                    DataTypes.createStructField(
                        field.column, field.form.dataType(), field.form.nullable()))
            .toArray(StructField[]::new));
  }

  @Override
  RowValue rowValue() {
    return new RecordValue(
        type, fields.stream().map(field -> field.form.rowValue()).toArray(RowValue[]::new));
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return RowEncoders.row(this);
  }

  @Override
  Expression toCatalyst(Expression record) {
    List<Tuple2<String, Expression>> columns =
        fields.stream().map(field -> columnOf(field, record)).toList();
    return SerializerBuildHelper.createSerializerForObject(record, Catalyst.seq(columns));
  }

  private static Tuple2<String, Expression> columnOf(Field field, Expression record) {
    Expression component =
        Catalyst.invoke(
            Catalyst.knownNotNull(record),
            field.component,
            field.form.externalType(),
            field.form.nullable());
    return new Tuple2<>(field.column, field.form.toCatalyst(component));
  }

  @Override
  Expression fromCatalyst(Expression struct, WalkedTypePath walked) {
    List<Expression> arguments =
        fields.stream().map(field -> argumentOf(field, struct, walked)).toList();
    Expression record = Catalyst.newInstance(type, arguments, externalType());
    return Catalyst.unlessNull(struct, record, externalType());
  }

  private static Expression argumentOf(Field field, Expression struct, WalkedTypePath walked) {
    WalkedTypePath inside = walked.recordField(field.form.javaClass().getName(), field.component);
    Expression column =
        DeserializerBuildHelper.addToPath(struct, field.column, field.form.dataType(), inside);
    return DeserializerBuildHelper.expressionWithNullSafety(
        field.form.fromCatalyst(column, inside), field.form.nullable(), inside);
  }

  /** The paths of Optional components at any depth, as {@link SchemaFit} names columns. */
  Set<String> optionals() {
    Set<String> optionals = new HashSet<>();
    fields.forEach(field -> field.form.addOptionals(field.column, optionals));
    return optionals;
  }

  @Override
  void addOptionals(String path, Set<String> optionals) {
    fields.forEach(field -> field.form.addOptionals(path + "." + field.column, optionals));
  }

  /** The way from the record itself, for Spark's messages. */
  WalkedTypePath root() {
    return Catalyst.walkedFrom(type);
  }
}
