package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.not;

import dev.p3.data.raw.RowFault;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.record.ConnectSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code ingest}: makes typed rows of raw ones, and sets the others apart with the reason. */
public final class IngestJob implements PatternJob<IngestOptions, IngestResult> {
  private static final String RAW = "raw";
  private static final String GOOD = "good";
  private static final String BAD = "bad";
  private static final JobDescription<IngestOptions, IngestResult> DESCRIPTION =
      JobDescription.<IngestOptions, IngestResult>of("ingest", IngestOptions.class)
          .pattern("separate")
          .rule(
              """
              Separate those who produce and consume information from the way in which it travels.
              """)
          .summary(
              """
              makes typed rows of raw ones, and sets aside those that do not fit, each with its
              reason
              """)
          .details(
              """
              Reads rows by a schema: types, NOT NULL and CHECK conditions. A row that does not fit,
              or whose form is broken (ragged, quotes that are not closed, bytes that are no text),
              goes to the output bad with file, line, a code for the fault and the reason in words;
              with --faults all it has a row there for each of its faults. good + bad + duplicates =
              rows read, which is checked; the most frequent faults are named at the end. Columns
              may stand in the names of folders, for example zip=01234. The function knows nothing of where rows come from and go to.
              With --stream, files and messages that an earlier run has read are left out, and rows
              are added to the outputs.

              Cost: one pass, and a second one for bad when there are many bad rows (some ten
              thousand) or a key; a large file is scanned once before, to find out where rows begin;
              with --key one shuffle of the good rows.

              Limits: a row is held in memory whole; a stray quote takes along the lines up to the
              next one, as one bad row; files that are compressed, or not in UTF-8, are read by one
              task each.
              """)
          .scale(
              """
              A file in .gz or .zst, or not in UTF-8, is read by one task, whatever the executors:
              write it as many files, or uncompressed.

              A large file is read twice, first to find out where rows begin, and when many rows are
              bad a third time: what counts is the bandwidth of the storage.

              With --key all good rows are sorted through the shuffle: --conf
              spark.sql.shuffle.partitions=2000, and disks that hold the good rows. Rows that have one
              key are sorted by one task.

              Each task writes a file, so that 10^12 rows make many thousands: larger splits make fewer,
              --conf spark.sql.files.maxPartitionBytes=1g.
              """)
          .input(
              InputSpec.raw(
                      RAW,
                      """
                      the rows;
                      csv[,skipRows=,header=true|false|ignore,sep=,quote=,escape=,comment=,nullValue=,encoding=,extraFields=error|ignore-empty|ignore],
                      json (an object on each line; a key is found by its exact name, or else as
                       the only one in another case), text (one column), parquet or orc;
                      jdbc,dbtable= (a table of a database); kafka[,values=json|text] (the messages
                      of a topic); any data source installed in Spark
                      """)
                  .sample("us-flights/airports.csv")
                  .column("…", "text", "every column of the schema"))
          .output(
              OutputSpec.output(GOOD, "the rows that fit")
                  .column("…", "as declared", "every column of the schema"))
          .output(
              OutputSpec.output(BAD, "the rows that do not")
                  .column("source", "STRING", "the file, or kafka:BROKER/TOPIC/PARTITION")
                  .column(
                      "line",
                      "BIGINT",
                      """
                      the line on which the row begins; in Parquet its number, in ORC null, in Kafka
                      its offset
                      """)
                  .column("column", "STRING", "the column at fault, or null")
                  .column(
                      "value", "STRING", "its text as it came; of a JSON string, its characters")
                  .column("fault", "STRING", "one of " + RowFault.all())
                  .column("reason", "STRING", "why it does not fit, in words")
                  .column("raw", "STRING", "the row as it came, U+FFFD for what is not text"))
          .variant(
              "separate",
              "one function of columns, which Spark compiles",
              (inputs, options, scopes) -> ingested(inputs, options, Ingest::clean))
          .variant(
              "tangled",
              "reading, checking and logging in one loop over rows",
              (inputs, options, scopes) -> ingested(inputs, options, Tangled::clean))
          .example(
              "--schema",
              "iata string not null, name string not null, state string check(state <> 'NA'),"
                  + " latitude double not null check(latitude between -90 and 90),"
                  + " longitude double not null check(longitude between -180 and 180)")
          .build();

  @Override
  public JobDescription<IngestOptions, IngestResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<String> rawColumns(IngestOptions options) {
    return options.table().names();
  }

  private interface Cleaning {
    Dataset<Row> of(Dataset<Row> raw, TableSchema schema, WhichFaults which);
  }

  private static Outcome<IngestResult> ingested(
      Inputs inputs, IngestOptions options, Cleaning cleaning) {
    Dataset<Row> raw = inputs.required(RAW);
    TableSchema schema = options.table();
    Dataset<Row> cleaned = cleaning.of(raw, schema, options.faults());
    if (ConnectSession.is(raw.sparkSession())) { // which has no accumulators
      Dataset<Row> good =
          options.key().isEmpty()
              ? Ingest.good(cleaned, schema)
              : Ingest.good(cleaned, schema, options.key());
      Dataset<Row> bad = Ingest.bad(cleaned);
      return Outcome.of(
          Map.of(GOOD, good, BAD, bad),
          observed -> counted(observed, cleaned, good, bad, List.of()));
    }
    FaultTally withBad = FaultTally.of(raw.sparkSession());
    Dataset<Row> bad = Ingest.badTelling(cleaned, List.of(withBad));
    if (!options.key().isEmpty()) {
      Dataset<Row> good = Ingest.good(cleaned, schema, options.key());
      return Outcome.of(
          Map.of(GOOD, good, BAD, bad),
          observed -> counted(observed, cleaned, good, bad, List.of(withBad)));
    }
    FewBadRows few = FewBadRows.of(raw.sparkSession());
    FaultTally withGood = FaultTally.of(raw.sparkSession());
    return Outcome.of(
            Map.of(GOOD, Ingest.goodTelling(cleaned, schema, List.of(few, withGood)), BAD, bad),
            observed -> plain(observed, cleaned, bad, List.of(withGood, withBad)))
        .withLateRows(BAD, soFar -> few.all(missing(soFar)));
  }

  /** How many of the rows read are not among the good ones written. */
  private static OptionalLong missing(Observed observed) {
    OptionalLong read = observed.read(RAW);
    OptionalLong good = observed.written(GOOD);
    return read.isPresent() && good.isPresent()
        ? OptionalLong.of(read.getAsLong() - good.getAsLong())
        : OptionalLong.empty();
  }

  /** What no written output has told is counted here, or is what is left. */
  private static IngestResult plain(
      Observed observed, Dataset<Row> cleaned, Dataset<Row> bad, List<FaultTally> tallies) {
    long read = observed.read(RAW).orElseGet(cleaned::count);
    OptionalLong good = observed.written(GOOD);
    OptionalLong faults = observed.written(BAD);
    if (good.isEmpty() && faults.isEmpty()) {
      faults = OptionalLong.of(bad.count());
    }
    OptionalLong badRows = good.isPresent() ? OptionalLong.of(read - good.getAsLong()) : good;
    Optional<FaultTally> tally = complete(tallies, badRows, faults);
    long rows = badRows(cleaned, tally, badRows, faults);
    return result(read, good.orElse(read - rows), rows, 0, tally, faults);
  }

  /** Without a row to send through the shuffle, Spark forgets how many it has read. */
  private static IngestResult counted(
      Observed observed,
      Dataset<Row> cleaned,
      Dataset<Row> good,
      Dataset<Row> bad,
      List<FaultTally> tallies) {
    long read = observed.read(RAW).orElseGet(cleaned::count);
    long goodRows = observed.written(GOOD).orElseGet(good::count);
    var faults = OptionalLong.of(observed.written(BAD).orElseGet(bad::count));
    Optional<FaultTally> tally = complete(tallies, OptionalLong.empty(), faults);
    long rows = badRows(cleaned, tally, OptionalLong.empty(), faults);
    return result(read, goodRows, rows, read - goodRows - rows, tally, faults);
  }

  /** The tally that has seen every bad row once. */
  private static Optional<FaultTally> complete(
      List<FaultTally> tallies, OptionalLong badRows, OptionalLong faults) {
    return tallies.stream()
        .filter(tally -> badRows.isEmpty() || tally.rows() == badRows.getAsLong())
        .filter(tally -> faults.isEmpty() || tally.faults() == faults.getAsLong())
        .findFirst();
  }

  /** A row of the output is a bad row unless every fault of a row is told. */
  private static long badRows(
      Dataset<Row> cleaned, Optional<FaultTally> tally, OptionalLong left, OptionalLong faults) {
    if (tally.isPresent()) {
      return tally.get().rows();
    }
    if (faults.isEmpty()) {
      return left.orElseThrow();
    }
    return Rejections.isArray(cleaned)
        ? cleaned.where(not(Rejections.isGood())).count()
        : faults.getAsLong();
  }

  private static IngestResult result(
      long read,
      long good,
      long bad,
      long duplicates,
      Optional<FaultTally> tally,
      OptionalLong faults) {
    return new IngestResult(
        read,
        good,
        bad,
        duplicates,
        tally.map(FaultTally::faults).orElse(faults.orElse(bad)),
        tally.map(FaultTally::value).orElse(List.of()));
  }
}
