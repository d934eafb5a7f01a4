package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.not;

import dev.p3.data.raw.RowFault;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.scope.Scopes;
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
  private static final String TANGLED = "tangled";
  private static final JobDescription DESCRIPTION =
      new JobDescription(
          "ingest",
          "separate",
          "makes typed rows of raw ones, and sets aside those that do not fit, each with its reason",
          "Reads rows by a schema: types, NOT NULL and CHECK conditions. A row that does not fit, or whose form is broken (ragged, quotes that are not closed, bytes that are no text), goes to the output bad with file, line, a code for the fault and the reason in words; with --faults all it has a row there for each of its faults. good + bad + duplicates = rows read, which is checked; the most frequent faults are named at the end. Columns may stand in the names of folders, such as zip=01234. The function knows nothing of where rows come from and go to. With --stream, files and messages that an earlier run has read are left out, and rows are added to the outputs. Cost: one pass, and a second one for bad when there are many bad rows (some ten thousand) or a key; a large file is scanned once before, to find out where rows begin; with --key one shuffle of the good rows. Limits: a row is held in memory whole; a stray quote takes along the lines up to the next one, as one bad row; files that are compressed, or not in UTF-8, are read by one task each.",
          List.of(
              new InputSpec(
                  RAW,
                  InputSpec.Kind.RAW,
                  true,
                  "the rows; csv[,skipRows=,header=true|false|ignore,sep=,quote=,escape=,comment=,nullValue=,encoding=,extraFields=error|ignore-empty|ignore], json (an object on each line; a key is found by its exact name, or else as the only one in another case), text (one column), parquet or orc; jdbc,dbtable= (a table of a database); kafka[,values=json|text] (the messages of a topic); any data source installed in Spark",
                  List.of(new ColumnSpec("…", "text", "every column of the schema")),
                  "us-flights/airports.csv")),
          List.of(
              new OutputSpec(
                  GOOD,
                  "the rows that fit",
                  List.of(new ColumnSpec("…", "as declared", "every column of the schema"))),
              new OutputSpec(
                  BAD,
                  "the rows that do not",
                  List.of(
                      new ColumnSpec(
                          "source", "STRING", "the file, or kafka:BROKER/TOPIC/PARTITION"),
                      new ColumnSpec(
                          "line",
                          "BIGINT",
                          "the line on which the row begins; in Parquet its number, in ORC null, in Kafka its offset"),
                      new ColumnSpec("column", "STRING", "the column at fault, or null"),
                      new ColumnSpec(
                          "value",
                          "STRING",
                          "its text as it came; of a JSON string, its characters"),
                      new ColumnSpec("fault", "STRING", "one of " + RowFault.all()),
                      new ColumnSpec("reason", "STRING", "why it does not fit, in words"),
                      new ColumnSpec("raw", "STRING", "the row as it came")))),
          List.of(
              new Variant("separate", "one function of columns, which Spark compiles"),
              new Variant(TANGLED, "reading, checking and logging in one loop over rows")),
          List.of(
              "ingest",
              "--schema",
              "iata string not null, name string not null, state string check(state <> 'NA'), latitude double not null check(latitude between -90 and 90), longitude double not null check(longitude between -180 and 180)"));

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<IngestOptions> optionsType() {
    return IngestOptions.class;
  }

  @Override
  public List<String> rawColumns(IngestOptions options) {
    return options.table().names();
  }

  @Override
  public Outcome<IngestResult> run(
      Inputs inputs, IngestOptions options, String variant, Scopes scopes) {
    Dataset<Row> raw = inputs.required("raw");
    TableSchema schema = options.table();
    Dataset<Row> cleaned =
        variant.equals(TANGLED)
            ? Tangled.clean(raw, schema, options.faults())
            : Ingest.clean(raw, schema, options.faults());
    FaultTally withBad = FaultTally.of(raw.sparkSession());
    Dataset<Row> bad = Ingest.badTelling(cleaned, List.of(withBad));
    if (!options.key().isEmpty()) {
      Dataset<Row> good = Ingest.good(cleaned, schema, options.key());
      return new Outcome<>(
          Map.of(GOOD, good, BAD, bad), observed -> keyed(observed, cleaned, good, bad, withBad));
    }
    FewBadRows few = FewBadRows.of(raw.sparkSession());
    FaultTally withGood = FaultTally.of(raw.sparkSession());
    return new Outcome<>(
        Map.of(GOOD, Ingest.goodTelling(cleaned, schema, List.of(few, withGood)), BAD, bad),
        observed -> plain(observed, cleaned, bad, List.of(withGood, withBad)),
        Map.of(BAD, observed -> few.all(missing(observed))));
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
  private static IngestResult keyed(
      Observed observed,
      Dataset<Row> cleaned,
      Dataset<Row> good,
      Dataset<Row> bad,
      FaultTally withBad) {
    long read = observed.read(RAW).orElseGet(cleaned::count);
    long goodRows = observed.written(GOOD).orElseGet(good::count);
    var faults = OptionalLong.of(observed.written(BAD).orElseGet(bad::count));
    Optional<FaultTally> tally = complete(List.of(withBad), OptionalLong.empty(), faults);
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
