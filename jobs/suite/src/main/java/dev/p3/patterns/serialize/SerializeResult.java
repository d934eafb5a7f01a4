package dev.p3.patterns.serialize;

import dev.p3.job.JobResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison of serializers found.
 *
 * @param rows of the table, each of which went through the variant's serializer and came back equal
 * @param measured how many of them were measured
 * @param record the record that rows became, with its components
 * @param javaStandIn whether Java serialization does not take that record, so that it was measured
 *     on one of the same columns
 * @param recommended the name of the serializer to use
 * @param settings what to set for it
 * @param serializers the rows of the output of that name
 * @param shuffle the rows of the output of that name
 */
public record SerializeResult(
    long rows,
    long measured,
    String record,
    boolean javaStandIn,
    String recommended,
    List<String> settings,
    List<SerializerFigures> serializers,
    List<ShuffleWeight> shuffle)
    implements JobResult {
  /** Of a network of 1 Gbit/s. */
  private static final double NS_FOR_A_BYTE = 8;

  private static final int LONGEST_RECORD = 160;

  public SerializeResult {
    settings = List.copyOf(settings);
    serializers = List.copyOf(serializers);
    shuffle = List.copyOf(shuffle);
  }

  static SerializeResult of(
      long rows, long measured, RecordType type, List<MeasuredSerializer> contenders) {
    MeasuredSerializer java =
        contenders.stream()
            .filter(each -> each.serializer() == SerializerKind.JAVA)
            .findFirst()
            .orElseThrow();
    MeasuredSerializer best =
        contenders.stream()
            .filter(each -> each.serializer().serializesShuffles())
            .min(Comparator.comparingDouble(SerializeResult::cost))
            .orElseThrow();
    return new SerializeResult(
        rows,
        measured,
        type.declaration(),
        !type.serializable().equals(type),
        best.serializer().label(),
        best.serializer().settings(type.name()),
        contenders.stream().map(each -> SerializerFigures.of(each, java)).toList(),
        contenders.stream().map(each -> ShuffleWeight.of(each, rows)).toList());
  }

  /** Nanoseconds for a record to be written, to cross the network after LZ4, and to be read. */
  private static double cost(MeasuredSerializer measured) {
    return measured.write().median()
        + measured.lz4BytesPerRecord() * NS_FOR_A_BYTE
        + measured.read().median();
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<String>();
    remarks.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d rows measured as %s",
            measured,
            rows,
            record.length() <= LONGEST_RECORD
                ? record
                : record.substring(0, LONGEST_RECORD) + "…"));
    if (javaStandIn) {
      remarks.add(
          "Java serialization does not take this record (a class in it is not java.io.Serializable): java was measured on an equal record that is");
    }
    ShuffleWeight java = weight(SerializerKind.JAVA.label());
    ShuffleWeight best = weight(recommended);
    remarks.add(
        String.format(
            Locale.ROOT,
            "recommended: %s, the least time to write, send at 1 Gbit/s and read; a shuffle of all rows weighs %,d bytes after LZ4, with java %,d",
            recommended,
            best.lz4Bytes(),
            java.lz4Bytes()));
    remarks.add(String.format(Locale.ROOT, "for %s: %s", recommended, String.join("; ", settings)));
    return remarks;
  }

  private ShuffleWeight weight(String serializer) {
    return shuffle.stream()
        .filter(each -> each.serializer().equals(serializer))
        .findFirst()
        .orElseThrow();
  }
}
