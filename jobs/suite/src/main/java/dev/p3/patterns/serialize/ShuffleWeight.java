package dev.p3.patterns.serialize;

import dev.p3.record.Column;

/**
 * What a shuffle of the whole table would weigh: a row of the output {@code shuffle}.
 *
 * @param serializer its name
 * @param rows of the table
 * @param bytes as many as the records measured take, for all rows
 * @param lz4Bytes the same after LZ4, as Spark compresses shuffles unless told otherwise
 */
public record ShuffleWeight(
    String serializer, long rows, long bytes, @Column("lz4_bytes") long lz4Bytes) {

  static ShuffleWeight of(MeasuredSerializer measured, long rows) {
    return new ShuffleWeight(
        measured.serializer().label(),
        rows,
        Math.round(rows * measured.bytesPerRecord()),
        Math.round(rows * measured.lz4BytesPerRecord()));
  }
}
