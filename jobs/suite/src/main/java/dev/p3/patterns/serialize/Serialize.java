package dev.p3.patterns.serialize;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.record.ConnectSession;
import dev.p3.record.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Measures serializers on the rows of a table. */
public final class Serialize {
  /**
   * Of the rows measured: what fits any heap, and a processor's caches about as badly as a shuffle.
   */
  private static final long SAMPLE_BYTES = 1 << 22;

  private static final long SEED = 42;

  private Serialize() {}

  /**
   * The pattern as one call, for a notebook.
   *
   * @throws BadUsageException as {@link #compare}
   * @throws JobFailedException as {@link #compare}
   */
  public static SerializeResult compare(Dataset<Row> table, SerializeOptions options) {
    return compare(table, options, SerializerKind.KRYO_RECORD);
  }

  /**
   * Carries every row through one serializer and back, then measures all of them on some rows.
   *
   * <p>Cost: at once, two passes over the table, and without a record class one more over its
   * numbers; no shuffle. At most 4 MB of rows, and what serializers make of them, on the driver,
   * which measures: one place, where no other task disturbs, and whose figures hold for executors
   * of the same kind. Not for several threads at once, which would disturb each other.
   *
   * @param carrier what carries every row
   * @throws BadUsageException when the record class cannot be found, is none, or does not fit the
   *     columns, or a column's type is not serializable, with every fault
   * @throws JobFailedException when there are no rows, a row does not fit the record, or does not
   *     come back from a serializer as it was
   */
  static SerializeResult compare(
      Dataset<Row> table, SerializeOptions options, SerializerKind carrier) {
    if (table.columns().length == 0) {
      throw new BadUsageException("Cannot measure serializers: input 'table' has no columns");
    }
    context(table);
    RecordTypeReference shape =
        options.record().isEmpty()
            ? RecordTypeReference.of(table)
            : new RecordTypeReference(options.record(), jars(table), table.schema().json());
    Dataset<Row> rows = shape.fit(table);
    RoundTripCount made = carry(rows, shape, carrier);
    List<Row> sample = sample(rows, made, options.rows());
    try {
      return measure(shape, sample, rows.schema(), made.rows(), options.seconds());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // in memory: does not happen
    }
  }

  private static SparkContext context(Dataset<Row> table) {
    return ConnectSession.context(table.sparkSession(), "measure in the driver");
  }

  private static String jars(Dataset<Row> table) {
    return context(table).getConf().get("spark.jars", "");
  }

  private static RoundTripCount carry(
      Dataset<Row> rows, RecordTypeReference shape, SerializerKind carrier) {
    RoundTripCount made =
        rows
            .mapPartitions(
                new RoundTrip(shape, rows.schema().json(), carrier),
                Records.encoder(RoundTripCount.class))
            .collectAsList()
            .stream()
            .reduce(new RoundTripCount(0, 0, 0, ""), RoundTripCount::plus);
    if (!made.fault().isEmpty()) {
      throw new JobFailedException(made.fault());
    }
    if (made.rows() == 0) {
      throw new JobFailedException(
          "Cannot measure serializers: input 'table' has no rows (must have one or more)");
    }
    return made;
  }

  /** Rows from all over the table; the same on every call, for the same partitions. */
  private static List<Row> sample(Dataset<Row> rows, RoundTripCount made, int wanted) {
    long bytesOfRow = made.rowBytes() / made.rows() + 1;
    int most = (int) Math.max(1, Math.min(wanted, SAMPLE_BYTES / bytesOfRow));
    if (made.rows() <= most) {
      return rows.collectAsList();
    }
    List<Row> sampled = rows.sample(false, (double) most / made.rows(), SEED).collectAsList();
    return sampled.isEmpty()
        ? rows.limit(most).collectAsList()
        : sampled.subList(0, Math.min(most, sampled.size()));
  }

  private static SerializeResult measure(
      RecordTypeReference shape, List<Row> sample, StructType stored, long rows, int seconds)
      throws IOException {
    RecordType base = shape.type();
    var contenders = new ArrayList<MeasuredSerializer>();
    for (SerializerKind serializer : SerializerKind.values()) {
      RecordType type = serializer.typeFor(base);
      try (var ignored = type.seen()) {
        var reader = new RowReader(type, stored);
        Object[] records = sample.stream().map(reader::read).toArray();
        contenders.add(new MeasuredSerializer(serializer, type, records));
      }
    }
    MeasuredSerializer.measure(contenders, TimeUnit.SECONDS.toNanos(seconds));
    return SerializeResult.of(rows, sample.size(), base, contenders);
  }
}
