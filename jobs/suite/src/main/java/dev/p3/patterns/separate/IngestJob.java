package dev.p3.patterns.separate;

import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import java.util.List;
import java.util.Map;
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
              goes to the output bad with file, line and reason; good + bad + duplicates = rows
              read, which is checked. The function knows nothing of where rows come from and go to.
              With --stream, files and messages that an earlier run has read are left out, and rows
              are added to the outputs.

              Cost: one pass, and a second one for bad when there are many bad rows (some ten
              thousand) or a key; a large file is scanned once before, to find out where rows begin;
              with --key one shuffle of the good rows.

              Limits: a row is held in memory whole; a stray quote takes along the lines up to the
              next one, as one bad row; files that are compressed, or not in UTF-8, are read by one
              task each.
              """)
          .input(
              InputSpec.raw(
                      RAW,
                      """
                      the rows;
                      csv[,skipRows=,header=true|false|ignore,sep=,quote=,escape=,comment=,nullValue=,encoding=],
                      json (an object on each line), text (one column), parquet or orc;
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
                  .column("value", "STRING", "its text as it came")
                  .column("reason", "STRING", "why it does not fit")
                  .column("raw", "STRING", "the row as it came"))
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
    Dataset<Row> of(Dataset<Row> raw, TableSchema schema);
  }

  private static Outcome<IngestResult> ingested(
      Inputs inputs, IngestOptions options, Cleaning cleaning) {
    Dataset<Row> raw = inputs.required(RAW);
    TableSchema schema = options.table();
    Dataset<Row> cleaned = cleaning.of(raw, schema);
    Dataset<Row> bad = Ingest.bad(cleaned);
    if (!options.key().isEmpty()) {
      Dataset<Row> good = Ingest.good(cleaned, schema, options.key());
      return Outcome.of(
          Map.of(GOOD, good, BAD, bad), observed -> keyed(observed, cleaned, good, bad));
    }
    FewBadRows passing = FewBadRows.of(raw.sparkSession());
    return Outcome.of(
            Map.of(GOOD, Ingest.good(cleaned, schema, passing), BAD, bad),
            observed -> plain(observed, cleaned, bad))
        .withLateRows(BAD, soFar -> passing.all(missing(soFar)));
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
  private static IngestResult plain(Observed observed, Dataset<Row> cleaned, Dataset<Row> bad) {
    long read = observed.read(RAW).orElseGet(cleaned::count);
    OptionalLong goodRows = observed.written(GOOD);
    long badRows =
        observed
            .written(BAD)
            .orElseGet(() -> goodRows.isPresent() ? read - goodRows.getAsLong() : bad.count());
    return new IngestResult(read, goodRows.orElse(read - badRows), badRows, 0);
  }

  /** Without a row to send through the shuffle, Spark forgets how many it has read. */
  private static IngestResult keyed(
      Observed observed, Dataset<Row> cleaned, Dataset<Row> good, Dataset<Row> bad) {
    long read = observed.read(RAW).orElseGet(cleaned::count);
    long goodRows = observed.written(GOOD).orElseGet(good::count);
    long badRows = observed.written(BAD).orElseGet(bad::count);
    return new IngestResult(read, goodRows, badRows, read - goodRows - badRows);
  }
}
