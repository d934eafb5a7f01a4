package dev.p3.patterns.serialize;

import dev.p3.record.Column;

/**
 * What one serializer costs: a row of the main output.
 *
 * @param serializer its name
 * @param bytesPerRecord bytes of the stream over the records in it
 * @param lz4BytesPerRecord the same after LZ4
 * @param writeNs median nanoseconds to write a record
 * @param readNs median nanoseconds to read a record
 * @param ratio Java's time to write and read a record over this one's
 * @param writeNsLow the least of the rounds
 * @param writeNsHigh the most of the rounds
 * @param readNsLow the least of the rounds
 * @param readNsHigh the most of the rounds
 */
public record SerializerFigures(
    String serializer,
    @Column("bytes_per_record") double bytesPerRecord,
    @Column("lz4_bytes_per_record") double lz4BytesPerRecord,
    @Column("write_ns") double writeNs,
    @Column("read_ns") double readNs,
    double ratio,
    @Column("write_ns_low") double writeNsLow,
    @Column("write_ns_high") double writeNsHigh,
    @Column("read_ns_low") double readNsLow,
    @Column("read_ns_high") double readNsHigh) {

  static SerializerFigures of(MeasuredSerializer measured, MeasuredSerializer java) {
    MeasuredSerializer.Spread write = measured.write();
    MeasuredSerializer.Spread read = measured.read();
    double javaNs = java.write().median() + java.read().median();
    return new SerializerFigures(
        measured.serializer().label(),
        rounded(measured.bytesPerRecord()),
        rounded(measured.lz4BytesPerRecord()),
        rounded(write.median()),
        rounded(read.median()),
        Math.round(100 * javaNs / (write.median() + read.median())) / 100.0,
        rounded(write.low()),
        rounded(write.high()),
        rounded(read.low()),
        rounded(read.high()));
  }

  /** To a tenth: of a nanosecond, of a byte. */
  private static double rounded(double value) {
    return Math.round(10 * value) / 10.0;
  }
}
