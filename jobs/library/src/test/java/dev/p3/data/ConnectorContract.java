package dev.p3.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.p3.LocalSpark;
import dev.p3.data.Connector.Existing;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of storage promises. A new one inherits these tests. */
abstract class ConnectorContract {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("name", DataTypes.StringType);
  private static final List<String> NAMES =
      Arrays.asList("plain", "it's \"quoted\", \\ ü 日本", "two\nlines", " blank ", null);

  @TempDir Path checkpoint;

  private final SparkSession spark = LocalSpark.spark();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  /** The URI of an output that is not there. */
  abstract String fresh() throws Exception;

  /** What a reader that knows nothing of p3 sees there: {@code id=name}, sorted by id. */
  abstract List<String> seen(String uri) throws Exception;

  /** Whether a run adds its rows to those that are there. */
  boolean addsToWhatIsThere() {
    return false;
  }

  /** Whether batches of two drivers, or of other content under one number, are told apart yet. */
  boolean distinguishesDrivers() {
    return false;
  }

  /** The same place with a password among its options, which is not needed to reach it. */
  abstract String withSecret(String uri, String secret);

  Dataset<Row> rows(int from, int to) {
    List<Row> rows =
        IntStream.range(from, to)
            .mapToObj(id -> RowFactory.create(id, NAMES.get(id % NAMES.size())))
            .toList();
    return spark.createDataFrame(rows, SCHEMA).repartition(3);
  }

  static List<String> texts(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(id -> id + "=" + NAMES.get(id % NAMES.size()))
        .toList();
  }

  /** Rows of which one of the last cannot be computed. */
  private Dataset<Row> failing() {
    return rows(0, 20).selectExpr("if(id = 17, raise_error('cannot go on'), id) as id", "name");
  }

  Output output(String uri, Existing existing) {
    return Connectors.output(DataLocation.parse(uri), existing, hadoop);
  }

  private void write(String uri, Existing existing, Dataset<Row> rows) throws Exception {
    Output output = output(uri, existing);
    output.write(rows);
    output.commit();
  }

  Output batch(StreamOutput output, String stream, long number, String content) {
    return output.batch(new StreamOutput.Batch(stream, number, checkpoint.toString(), content));
  }

  StreamOutput stream(String uri) {
    return Connectors.streamOutput(DataLocation.parse(uri), hadoop);
  }

  /** As the runner does for a batch; {@code commits} is false where the run is killed before. */
  private void addBatch(String uri, long number, Dataset<Row> rows, boolean commits)
      throws Exception {
    Output batch = staged(uri, "a-stream", number, "content of " + number, rows);
    if (commits) {
      batch.commit();
    }
  }

  private Output staged(String uri, String stream, long number, String content, Dataset<Row> rows)
      throws Exception {
    Output batch = batch(stream(uri), stream, number, content);
    batch.write(rows);
    batch.attach("_p3/run.json", out -> out.write('1'));
    return batch;
  }

  @Test
  void rowsShowWhenTheyAreCommittedAndNotBefore() throws Exception {
    String uri = fresh();
    Output output = output(uri, Existing.REFUSE);

    output.write(rows(0, 10));
    assertThat(seen(uri)).isEmpty();

    output.commit();
    assertThat(seen(uri)).isEqualTo(texts(0, 10));
    output.discard();
    assertThat(seen(uri)).isEqualTo(texts(0, 10));
  }

  @Test
  void noRowShowsThatIsDiscarded() throws Exception {
    String uri = fresh();
    Output output = output(uri, Existing.REFUSE);
    output.write(rows(0, 10));

    output.discard();

    assertThat(seen(uri)).isEmpty();
    write(uri, Existing.REFUSE, rows(0, 3));
    assertThat(seen(uri)).isEqualTo(texts(0, 3));
  }

  @Test
  void noRowShowsWhenOneCannotBeComputed() throws Exception {
    String uri = fresh();
    Output output = output(uri, Existing.REFUSE);

    assertThatThrownBy(() -> output.write(failing())).hasStackTraceContaining("cannot go on");
    output.discard();

    assertThat(seen(uri)).isEmpty();
  }

  @Test
  void noRowAtAllIsAnOutputToo() throws Exception {
    String uri = fresh();

    write(uri, Existing.REFUSE, rows(0, 0));

    assertThat(seen(uri)).isEmpty();
  }

  @Test
  void rowsThatTheDriverHasAreWrittenAsOthers() throws Exception {
    String uri = fresh();

    write(uri, Existing.REFUSE, spark.createDataFrame(rows(0, 5).collectAsList(), SCHEMA));

    assertThat(seen(uri)).isEqualTo(texts(0, 5));
  }

  @Test
  void theRowsCanBeReadAgain() throws Exception {
    String uri = fresh();
    Output output = output(uri, Existing.REFUSE);
    output.write(rows(0, 10));
    output.commit();

    assertThat(texts(output.read(spark, SCHEMA))).isEqualTo(texts(0, 10));
  }

  @Test
  void theRowsCanBeReadAsAnInput() throws Exception {
    String uri = fresh();
    write(uri, Existing.REFUSE, rows(0, 10));

    StoredInput input = Connectors.find(DataLocation.parse(uri), hadoop);
    assertThat(texts(new Sources(spark).raw(List.of(input), List.of("id", "name"))))
        .isEqualTo(texts(0, 10));
    if (input.can(Ability.COLUMNS)) {
      assertThat(texts(new Sources(spark).table(List.of(input)))).isEqualTo(texts(0, 10));
    }
  }

  @Test
  void whatIsThereIsRefusedOrAddedTo() throws Exception {
    String uri = fresh();
    write(uri, Existing.REFUSE, rows(0, 5));

    if (addsToWhatIsThere()) {
      write(uri, Existing.REFUSE, rows(5, 10));
      assertThat(seen(uri)).isEqualTo(texts(0, 10));
    } else {
      assertThatThrownBy(() -> output(uri, Existing.REFUSE))
          .isInstanceOf(BadUsageException.class)
          .hasMessageContaining("--overwrite");
      assertThat(seen(uri)).isEqualTo(texts(0, 5));
    }
  }

  @Test
  void oldRowsStayUntilTheNewOnesAreCommitted() throws Exception {
    assumeThat(addsToWhatIsThere()).isFalse();
    String uri = fresh();
    write(uri, Existing.REFUSE, rows(0, 5));

    Output failed = output(uri, Existing.REPLACE);
    assertThatThrownBy(() -> failed.write(failing())).isNotNull();
    failed.discard();
    assertThat(seen(uri)).isEqualTo(texts(0, 5));

    Output output = output(uri, Existing.REPLACE);
    output.write(rows(20, 23));
    assertThat(seen(uri)).isEqualTo(texts(0, 5));
    output.commit();
    assertThat(seen(uri)).isEqualTo(texts(20, 23));
  }

  @Test
  void batchesAreAdded() throws Exception {
    String uri = fresh();

    addBatch(uri, 0, rows(0, 5), true);
    addBatch(uri, 1, rows(5, 10), true);

    assertThat(seen(uri)).isEqualTo(texts(0, 10));
  }

  @Test
  void aBatchThatIsRepeatedIsThereOnce() throws Exception {
    String uri = fresh();
    addBatch(uri, 0, rows(0, 5), true);
    addBatch(uri, 1, rows(5, 10), true);

    addBatch(uri, 1, rows(5, 10), true);

    assertThat(seen(uri)).isEqualTo(texts(0, 10));
  }

  @Test
  void aBatchThatWasCutShortIsThereOnceWhenItIsRepeated() throws Exception {
    String uri = fresh();
    addBatch(uri, 0, rows(0, 5), true);
    addBatch(uri, 1, rows(5, 10), false);
    assertThat(seen(uri)).isEqualTo(texts(0, 5));

    addBatch(uri, 1, rows(5, 10), true);

    assertThat(seen(uri)).isEqualTo(texts(0, 10));
  }

  @Test
  void aBatchOfAnotherStreamTakesNoRowAway() throws Exception {
    assumeThat(distinguishesDrivers()).isTrue();
    String uri = fresh();
    addBatch(uri, 0, rows(0, 5), true);

    try {
      staged(uri, "another-stream", 0, "content of 0", rows(5, 10)).commit();
      assertThat(seen(uri)).isEqualTo(texts(0, 10));
    } catch (BadUsageException | JobFailedException e) {
      assertThat(e).hasMessageContaining("another stream");
      assertThat(seen(uri)).isEqualTo(texts(0, 5));
    }
  }

  @Test
  void aBatchThatTwoDriversAddAtOnceIsThereOnce() throws Exception {
    assumeThat(distinguishesDrivers()).isTrue();
    String uri = fresh();
    Output first = staged(uri, "a-stream", 0, "content of 0", rows(0, 5));
    Output second = staged(uri, "a-stream", 0, "content of 0", rows(0, 5));

    second.commit();
    try {
      first.commit();
    } catch (JobFailedException e) {
      assertThat(e).hasMessageContaining("another driver");
    }

    assertThat(seen(uri)).isEqualTo(texts(0, 5));
  }

  @Test
  void aBatchOfTheSameNumberWithOtherContentIsRefused() throws Exception {
    assumeThat(distinguishesDrivers()).isTrue();
    String uri = fresh();
    addBatch(uri, 0, rows(0, 5), true);

    assertThatThrownBy(() -> staged(uri, "a-stream", 0, "other files", rows(5, 10)).commit())
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("other content");

    assertThat(seen(uri)).isEqualTo(texts(0, 5));
  }

  @Test
  void oneOfTwoRunsWinsWhole() throws Exception {
    assumeThat(distinguishesDrivers()).isTrue();
    assumeThat(addsToWhatIsThere()).isFalse();
    String uri = fresh();
    Output first = output(uri, Existing.REFUSE);
    Output second = output(uri, Existing.REFUSE);
    first.write(rows(0, 5));
    second.write(rows(5, 10));

    second.commit();

    assertThatThrownBy(first::commit).isInstanceOf(JobFailedException.class);
    first.discard();
    assertThat(seen(uri)).isEqualTo(texts(5, 10));
  }

  @Test
  void secretsAreNotShown() throws Exception {
    String uri = withSecret(fresh(), "s3cr3t");
    DataLocation location = DataLocation.parse(uri);

    assertThat(location.toString()).doesNotContain("s3cr3t").contains("***");
    DataLocation stream = DataLocation.parse(withSecret(fresh(), "s3cr3t"));
    assertThat(Connectors.streamOutput(stream, hadoop).place()).doesNotContain("s3cr3t");
    Output output = Connectors.output(location, Existing.REFUSE, hadoop);
    assertThat(output.location().toString()).doesNotContain("s3cr3t");
    assertThatThrownBy(() -> output.write(failing()))
        .satisfies(
            failure -> assertThat(String.valueOf(failure.getMessage())).doesNotContain("s3cr3t"));
    output.discard();
  }

  static List<String> texts(Dataset<Row> rows) {
    var texts = new ArrayList<String>();
    rows.selectExpr("cast(id as int) as id", "concat(id, '=', coalesce(name, 'null')) as text")
        .orderBy("id")
        .collectAsList()
        .forEach(row -> texts.add(row.getString(1)));
    return texts;
  }
}
