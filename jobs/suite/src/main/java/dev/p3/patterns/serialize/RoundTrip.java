package dev.p3.patterns.serialize;

import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Carries every row of a partition, as a record, through a serializer and back, and compares.
 *
 * @param shape what rows become
 * @param stored the rows' schema in JSON
 * @param serializer what carries them
 */
record RoundTrip(RecordTypeReference shape, String stored, SerializerKind serializer)
    implements MapPartitionsFunction<Row, RoundTripCount> {
  private static final int MOST_ROWS = 1_000;
  private static final int BATCH_BYTES = 1 << 22;

  @Override
  public Iterator<RoundTripCount> call(Iterator<Row> rows) throws IOException {
    RecordType type = serializer.typeFor(shape.type());
    try (var ignored = type.seen()) {
      return List.of(carry(rows, type)).iterator();
    }
  }

  private RoundTripCount carry(Iterator<Row> rows, RecordType type) throws IOException {
    var reader = new RowReader(type, (StructType) DataType.fromJson(stored));
    RecordStream stream = serializer.open(type);
    var made = new RoundTripCount(0, 0, 0, "");
    try {
      while (rows.hasNext()) {
        made = made.plus(carry(reader, batch(rows, reader, made), stream));
      }
    } catch (JobFailedException e) {
      return made.plus(new RoundTripCount(0, 0, 0, e.getMessage()));
    }
    return made;
  }

  /** One record, then so many as take about {@link #BATCH_BYTES}, going by those before. */
  private static Object[] batch(Iterator<Row> rows, RowReader reader, RoundTripCount before) {
    long bytes = before.rows() == 0 ? BATCH_BYTES : before.bytes() / before.rows() + 1;
    long size = Math.max(1, Math.min(MOST_ROWS, BATCH_BYTES / bytes));
    var records = new ArrayList<Object>();
    while (rows.hasNext() && records.size() < size) {
      records.add(reader.read(rows.next()));
    }
    return records.toArray();
  }

  private RoundTripCount carry(RowReader reader, Object[] records, RecordStream stream) {
    byte[] bytes = roundTrip(serializer, stream, records);
    return new RoundTripCount(records.length, bytes.length, reader.takeBytes(), "");
  }

  /**
   * Writes records, reads them back and compares.
   *
   * @return the bytes
   * @throws JobFailedException naming the serializer and, where it can be told, the component
   */
  static byte[] roundTrip(SerializerKind serializer, RecordStream stream, Object[] records) {
    var out = new ByteArrayOutputStream();
    Object[] back = new Object[records.length];
    try {
      stream.write(records, out);
      stream.read(out.toByteArray(), back);
    } catch (IOException | RuntimeException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot carry records of %s through serializer %s: %s",
              records[0].getClass().getName(),
              serializer.label(),
              root(e)),
          e);
    }
    for (int i = 0; i < records.length; i++) {
      Optional<String> component = SameValue.differing(records[i], back[i]);
      if (component.isPresent()) {
        throw new JobFailedException(
            String.format(
                Locale.ROOT,
                "Serializer %s does not give back what it was given: component %s of %s was written as %s and read as %s",
                serializer.label(),
                component.get(),
                records[i].getClass().getName(),
                shortened(records[i]),
                shortened(back[i])));
      }
    }
    return out.toByteArray();
  }

  /** What caused a failure first, with its type. */
  static String root(Throwable failure) {
    List<Throwable> causes = Cause.causes(failure);
    return Cause.withType(causes.get(causes.size() - 1));
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
