package dev.p3.patterns.serialize;

import dev.p3.fault.JobFailedException;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Makes records of rows. Not thread-safe. */
final class RowReader {
  private final RecordType type;
  private final ExpressionEncoder.Serializer<Row> toCatalyst;
  private final ExpressionEncoder.Deserializer<Object> toRecord;
  private long bytes;

  /**
   * @param stored the rows' schema: the type's columns, some of them nullable where the type's are
   *     not
   */
  RowReader(RecordType type, StructType stored) {
    this.type = type;
    this.toCatalyst = RecordType.toCatalyst(stored);
    this.toRecord = type.fromRow(stored);
  }

  /**
   * A record.
   *
   * @throws JobFailedException when a component cannot hold what its column holds, or the record's
   *     constructor refuses it
   */
  Object read(Row row) {
    InternalRow catalyst = toCatalyst.apply(row);
    bytes += catalyst instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
    try {
      return toRecord.apply(catalyst);
    } catch (RuntimeException e) {
      Optional<String> column = nullWhereNoneMayBe(row, type.schema());
      throw new JobFailedException(
          column
              .map(
                  name ->
                      String.format(
                          Locale.ROOT,
                          "Cannot make a %s of a row: column '%s' is null, and its component is a primitive (declare it as an object, such as Integer, or leave such rows out)",
                          type.type().getName(),
                          name))
              .orElseGet(
                  () ->
                      String.format(
                          Locale.ROOT,
                          "Cannot make a %s of a row: %s",
                          type.type().getName(),
                          RoundTrip.root(e))),
          e);
    }
  }

  /** The bytes of the rows read since the last call. */
  long takeBytes() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }

  private static Optional<String> nullWhereNoneMayBe(Row row, StructType wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      StructField field = wanted.apply(i);
      if (row.isNullAt(i) && !field.nullable()) {
        return Optional.of(field.name());
      }
      if (!row.isNullAt(i) && field.dataType() instanceof StructType struct) {
        Optional<String> inner = nullWhereNoneMayBe(row.getStruct(i), struct);
        if (inner.isPresent()) {
          return inner.map(name -> field.name() + "." + name);
        }
      }
    }
    return Optional.empty();
  }
}
