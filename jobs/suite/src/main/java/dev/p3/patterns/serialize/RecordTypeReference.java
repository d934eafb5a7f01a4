package dev.p3.patterns.serialize;

import dev.p3.fault.BadUsageException;
import dev.p3.record.Records;
import dev.p3.table.Columns;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the rows of a table become, in a form that travels: each JVM finds or makes the class.
 *
 * @param record the name of the record class; empty when it is made from the columns
 * @param jars the value of {@code spark.jars}
 * @param columns the schema, in JSON, that the record is made from
 */
record RecordTypeReference(String record, String jars, String columns) implements Serializable {
  /**
   * The shape of a table, when no record class is named. A column of numbers or truth values
   * without a null becomes a primitive, as people declare it.
   *
   * <p>Cost: one pass over those columns.
   */
  static RecordTypeReference of(Dataset<Row> table) {
    StructField[] fields = table.schema().fields();
    List<StructField> maybe =
        Arrays.stream(fields)
            .filter(field -> field.nullable() && ComponentType.isPrimitive(field.dataType()))
            .toList();
    requireDistinctNames(table.columns());
    RecordClasses.shapedAs(table.schema()); // refuses what cannot be, before anything is read
    if (maybe.isEmpty()) {
      return new RecordTypeReference("", "", table.schema().json());
    }
    Column[] nulls =
        maybe.stream()
            .map(field -> functions.count_if(Columns.named(field.name()).isNull()))
            .toArray(Column[]::new);
    Row counts = table.agg(nulls[0], Arrays.copyOfRange(nulls, 1, nulls.length)).first();
    var schema = new StructType();
    for (StructField field : fields) {
      int counted = maybe.indexOf(field);
      boolean nullable = counted < 0 ? field.nullable() : counts.getLong(counted) > 0;
      schema = schema.add(field.name(), field.dataType(), nullable);
    }
    return new RecordTypeReference("", "", schema.json());
  }

  private static void requireDistinctNames(String[] columns) {
    List<String> repeated =
        Arrays.stream(columns)
            .filter(column -> Arrays.stream(columns).filter(column::equalsIgnoreCase).count() > 1)
            .distinct()
            .toList();
    if (!repeated.isEmpty()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot make a record of the rows: several columns are named %s, but for case (rename all but one)",
              String.join(", ", repeated)));
    }
  }

  /** The type, in this JVM. */
  RecordType type() {
    return RecordType.of(
        record.isEmpty()
            ? RecordClasses.shapedAs((StructType) DataType.fromJson(columns))
            : RecordClasses.named(record, jars));
  }

  /**
   * The table's rows with the record's columns alone.
   *
   * @throws BadUsageException with every difference between the table and the record
   */
  Dataset<Row> fit(Dataset<Row> table) {
    try {
      return Records.as(table, type().type()).toDF();
    } catch (IllegalArgumentException e) {
      throw new BadUsageException(e.getMessage());
    }
  }
}
