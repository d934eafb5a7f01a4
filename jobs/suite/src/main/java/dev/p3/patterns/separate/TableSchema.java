package dev.p3.patterns.separate;

import dev.p3.data.raw.RawRows;
import dev.p3.fault.Faults;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;

/**
 * What good rows are: columns with their types, and conditions.
 *
 * @param text what it was read from, to be shown with faults
 * @param columns in their order; not empty
 * @param checks in their order
 */
public record TableSchema(String text, List<ColumnRule> columns, List<RowCheck> checks)
    implements Serializable {
  public TableSchema {
    columns = List.copyOf(columns);
    checks = List.copyOf(checks);
  }

  /**
   * Reads columns as SQL declares them: {@code NAME TYPE [NOT NULL] [CHECK (CONDITION)]…}, parted
   * by commas; {@code CHECK (CONDITION)} may stand alone, too. A name that is no plain word stands
   * in back-ticks.
   *
   * @throws IllegalArgumentException showing every fault under its place
   */
  public static TableSchema parse(String text) {
    return new SchemaParser(text).parse();
  }

  /**
   * The schema of a record's rows; a column that is not nullable is required.
   *
   * @throws IllegalArgumentException naming every column whose type no text can hold
   */
  public static TableSchema of(StructType schema) {
    var rules = new ArrayList<ColumnRule>();
    var faults = new Faults();
    Arrays.stream(schema.fields())
        .forEach(
            field -> {
              if (!isPlain(field.dataType())) {
                faults.add(
                    "column '%s' is %s (must be a plain type such as STRING, INT or DATE)",
                    field.name(), field.dataType().sql());
              }
              if (RawRows.isOwn(field.name())) {
                faults.add(
                    "column '%s': names that begin with %s are p3's own",
                    field.name(), RawRows.OWN);
              }
              rules.add(new ColumnRule(field.name(), field.dataType(), !field.nullable()));
            });
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults.all()));
    }
    return new TableSchema(schema.toDDL(), rules, List.of());
  }

  /** The columns' names. */
  public List<String> names() {
    return columns.stream().map(ColumnRule::name).toList();
  }

  /** The good rows' schema. */
  public StructType type() {
    var type = new StructType();
    for (ColumnRule column : columns) {
      type = type.add(column.name(), column.type());
    }
    return type;
  }

  /** Whether a value of the type can be written as text and read again. */
  static boolean isPlain(DataType type) {
    return type instanceof NumericType
        || type instanceof StringType
        || type instanceof VarcharType
        || type instanceof CharType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  @Override
  public String toString() {
    return text;
  }
}
