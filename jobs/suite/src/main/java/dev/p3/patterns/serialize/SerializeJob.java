package dev.p3.patterns.serialize;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.record.Records;
import dev.p3.scope.Scopes;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@code serialize}: bytes and time of a record under each serializer, on the user's own rows. */
public final class SerializeJob implements PatternJob<SerializeOptions, SerializeResult> {
  private static final List<String> TIMES =
      List.of(
          "write_ns",
          "read_ns",
          "ratio",
          "write_ns_low",
          "write_ns_high",
          "read_ns_low",
          "read_ns_high");

  private static final JobDescription DESCRIPTION =
      new JobDescription(
          "serialize",
          "serialize",
          "bytes and time of a record under each serializer, on your own rows",
          "Makes records of the rows and measures what Java serialization, Kryo without and with the record registered, a Dataset's encoder and Parquet make of them; recommends one, with its settings. Every row of the table goes through the variant's serializer and back, and must come back equal; the measuring is done on at most 10,000 rows or 4 MB, on the driver, in turns, and the first half of the rounds is thrown away as warm-up. Two passes over the table, without --record one more over its numbers; no shuffle.",
          List.of(
              new InputSpec(
                  "table",
                  InputSpec.Kind.TABLE,
                  true,
                  "the rows to serialize",
                  List.of(
                      new ColumnSpec(
                          "…",
                          "any plain type",
                          "numbers, text, dates, times, decimals, binary, arrays, maps, structs")),
                  "us-flights/flights.parquet")),
          List.of(serializers(), shuffle()),
          List.of(
              new Variant(
                  SerializerKind.KRYO_RECORD.label(),
                  "carries every row through Kryo, as a registered record"),
              new Variant(
                  SerializerKind.JAVA.label(), "carries every row through Java serialization")),
          List.of("serialize", "--seconds", "1"));

  private static OutputSpec serializers() {
    return new OutputSpec(
            "serializers",
            "one row for each serializer",
            List.of(
                new ColumnSpec(
                    "serializer",
                    "STRING",
                    "java; kryo: its class not registered; kryo-record: registered; encoder: a Dataset's rows; parquet: rows in a Parquet file"),
                new ColumnSpec("bytes_per_record", "DOUBLE", "bytes of the stream for one record"),
                new ColumnSpec(
                    "lz4_bytes_per_record", "DOUBLE", "the same after LZ4, as a shuffle has it"),
                new ColumnSpec("write_ns", "DOUBLE", "median time to write a record, nanoseconds"),
                new ColumnSpec("read_ns", "DOUBLE", "median time to read a record, nanoseconds"),
                new ColumnSpec(
                    "ratio", "DOUBLE", "time of java, to write and read a record, over this one's"),
                new ColumnSpec("write_ns_low", "DOUBLE", "the fastest round"),
                new ColumnSpec("write_ns_high", "DOUBLE", "the slowest round"),
                new ColumnSpec("read_ns_low", "DOUBLE", "the fastest round"),
                new ColumnSpec("read_ns_high", "DOUBLE", "the slowest round")))
        .measuring(TIMES);
  }

  private static OutputSpec shuffle() {
    return new OutputSpec(
        "shuffle",
        "what a shuffle of the whole table would weigh, by the bytes of the records measured",
        List.of(
            new ColumnSpec("serializer", "STRING", "as in serializers"),
            new ColumnSpec("rows", "BIGINT", "rows of the table"),
            new ColumnSpec("bytes", "BIGINT", "bytes of all of them"),
            new ColumnSpec("lz4_bytes", "BIGINT", "the same after LZ4")));
  }

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<SerializeOptions> optionsType() {
    return SerializeOptions.class;
  }

  @Override
  public Map<String, List<Chart>> charts(SerializeOptions options) {
    return Map.of(
        "serializers",
        List.of(
            new Bars(List.of("serializer"), List.of("write_ns", "read_ns"), "ns per record"),
            new Bars(
                List.of("serializer"),
                List.of("bytes_per_record", "lz4_bytes_per_record"),
                "bytes per record")));
  }

  @Override
  public Outcome<SerializeResult> run(
      Inputs inputs, SerializeOptions options, String variant, Scopes scopes) {
    Dataset<Row> table = inputs.required("table");
    SerializeResult result = Serialize.compare(table, options, SerializerKind.labelled(variant));
    SparkSession spark = table.sparkSession();
    return new Outcome<>(
        Map.of(
            "serializers",
            spark
                .createDataset(result.serializers(), Records.encoder(SerializerFigures.class))
                .toDF(),
            "shuffle",
            spark.createDataset(result.shuffle(), Records.encoder(ShuffleWeight.class)).toDF()),
        observed -> result);
  }
}
