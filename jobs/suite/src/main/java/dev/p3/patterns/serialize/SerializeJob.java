package dev.p3.patterns.serialize;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.record.Records;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@code serialize}: bytes and time of a record under each serializer, on the user's own rows. */
public final class SerializeJob implements PatternJob<SerializeOptions, SerializeResult> {
  private static final String TABLE = "table";
  private static final String SERIALIZERS = "serializers";
  private static final String SHUFFLE = "shuffle";
  private static final JobDescription<SerializeOptions, SerializeResult> DESCRIPTION =
      JobDescription.<SerializeOptions, SerializeResult>of("serialize", SerializeOptions.class)
          .pattern("serialize")
          .rule(
              """
              Lean on a good serializer: what is written and read for every record decides what a
              shuffle costs.
              """)
          .summary("bytes and time of a record under each serializer, on your own rows")
          .details(
              """
              Makes records of the rows and measures what Java serialization, Kryo without and with
              the record registered, a Dataset's encoder and Parquet make of them; recommends one,
              with its settings. Every row of the table goes through the variant's serializer and
              back, and must come back equal; the measuring is done on at most 10,000 rows or 4 MB,
              on the driver, in turns, and the first half of the rounds is thrown away as warm-up.

              Two passes over the table, without --record one more over its numbers; no shuffle.
              """)
          .scale(
              """
              Every row goes through a serializer and back, though what is told is measured on 10,000
              rows at most, on the driver, for as many --seconds: give it a part of a large table.

              A file in .gz or .zst is read by one task, whatever the executors: write it as many files, or
              in a format that can be split.
              """)
          .input(
              InputSpec.table(TABLE, "the rows to serialize")
                  .sample("us-flights/flights.parquet")
                  .column(
                      "…",
                      "any plain type",
                      "numbers, text, dates, times, decimals, binary, arrays, maps, structs"))
          .output(serializers())
          .output(shuffle())
          .variant(
              "kryo-record",
              "carries every row through Kryo, as a registered record",
              (inputs, options, scopes) -> compared(inputs, options, SerializerKind.KRYO_RECORD))
          .variant(
              "java",
              "carries every row through Java serialization",
              (inputs, options, scopes) -> compared(inputs, options, SerializerKind.JAVA))
          .example("--seconds", "1")
          .build();

  private static OutputSpec serializers() {
    return OutputSpec.output(SERIALIZERS, "one row for each serializer")
        .column(
            "serializer",
            "STRING",
            """
            java; kryo: its class not registered; kryo-record: registered; encoder: a Dataset's
            rows; parquet: rows in a Parquet file
            """)
        .column("bytes_per_record", "DOUBLE", "bytes of the stream for one record")
        .column("lz4_bytes_per_record", "DOUBLE", "the same after LZ4, as a shuffle has it")
        .measuredColumn("write_ns", "DOUBLE", "median time to write a record, nanoseconds")
        .measuredColumn("read_ns", "DOUBLE", "median time to read a record, nanoseconds")
        .measuredColumn(
            "ratio", "DOUBLE", "time of java, to write and read a record, over this one's")
        .measuredColumn("write_ns_low", "DOUBLE", "the fastest round")
        .measuredColumn("write_ns_high", "DOUBLE", "the slowest round")
        .measuredColumn("read_ns_low", "DOUBLE", "the fastest round")
        .measuredColumn("read_ns_high", "DOUBLE", "the slowest round");
  }

  private static OutputSpec shuffle() {
    return OutputSpec.output(
            SHUFFLE,
            "what a shuffle of the whole table would weigh, by the bytes of the records measured")
        .column("serializer", "STRING", "as in serializers")
        .column("rows", "BIGINT", "rows of the table")
        .column("bytes", "BIGINT", "bytes of all of them")
        .column("lz4_bytes", "BIGINT", "the same after LZ4");
  }

  @Override
  public JobDescription<SerializeOptions, SerializeResult> description() {
    return DESCRIPTION;
  }

  @Override
  public Map<String, List<Chart>> charts(SerializeOptions options) {
    return Map.of(
        SERIALIZERS,
        List.of(
            new Bars(List.of("serializer"), List.of("write_ns", "read_ns"), "ns per record"),
            new Bars(
                List.of("serializer"),
                List.of("bytes_per_record", "lz4_bytes_per_record"),
                "bytes per record")));
  }

  private static Outcome<SerializeResult> compared(
      Inputs inputs, SerializeOptions options, SerializerKind serializer) {
    Dataset<Row> table = inputs.required(TABLE);
    SerializeResult result = Serialize.compare(table, options, serializer);
    SparkSession spark = table.sparkSession();
    return Outcome.of(
        Map.of(
            SERIALIZERS,
            spark
                .createDataset(result.serializers(), Records.encoder(SerializerFigures.class))
                .toDF(),
            SHUFFLE,
            spark.createDataset(result.shuffle(), Records.encoder(ShuffleWeight.class)).toDF()),
        observed -> result);
  }
}
