package dev.p3.patterns.serialize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One serializer with the records that it is measured on. Not thread-safe. */
final class MeasuredSerializer {
  private static final int FEWEST_ROUNDS = 6;

  private final SerializerKind serializer;
  private final RecordStream stream;
  private final Object[] records;
  private final byte[] bytes;
  private final long lz4Bytes;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Long> writes = new ArrayList<>();
  private final List<Long> reads = new ArrayList<>();

  /** Where results end up, so that the JIT compiler cannot leave out the work. */
  private final Object[] sink;

  /**
   * @throws dev.p3.fault.JobFailedException when a record does not come back as it was
   */
  MeasuredSerializer(SerializerKind serializer, RecordType type, Object[] records)
      throws IOException {
    this.serializer = serializer;
    this.stream = serializer.open(type);
    this.records = records;
    this.bytes = RoundTrip.roundTrip(serializer, stream, records);
    this.lz4Bytes = stream.lz4Bytes(records);
    this.sink = new Object[records.length];
  }

  /**
   * Lets all take turns, until the time is over; the first half of the rounds warms up and is
   * thrown away. Turns, so that whatever else the machine does hits all alike.
   */
  static void measure(List<MeasuredSerializer> contenders, long nanoseconds) throws IOException {
    long end = System.nanoTime() + nanoseconds;
    for (int round = 0; round < FEWEST_ROUNDS || System.nanoTime() < end; round++) {
      for (MeasuredSerializer each : contenders) {
        each.takeTurn();
      }
    }
  }

  private void takeTurn() throws IOException {
    out.reset();
    long start = System.nanoTime();
    stream.write(records, out);
    long written = System.nanoTime();
    stream.read(bytes, sink);
    reads.add(System.nanoTime() - written);
    writes.add(written - start);
  }

  SerializerKind serializer() {
    return serializer;
  }

  double bytesPerRecord() {
    return (double) bytes.length / records.length;
  }

  double lz4BytesPerRecord() {
    return (double) lz4Bytes / records.length;
  }

  /** Nanoseconds to write a record. */
  Spread write() {
    return spread(writes);
  }

  /** Nanoseconds to read a record. */
  Spread read() {
    return spread(reads);
  }

  private Spread spread(List<Long> rounds) {
    return Spread.of(
        rounds.stream()
            .skip(rounds.size() / 2)
            .map(nanoseconds -> (double) nanoseconds / records.length)
            .toList());
  }

  /** Of repeated measurements. */
  record Spread(double low, double median, double high) {
    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      return new Spread(
          sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
  }
}
