package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.data.Connector.Existing;
import dev.p3.data.DataLocation;
import dev.p3.data.KafkaBroker;
import dev.p3.data.Output;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.JobFailedException;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(
    value = "dev.p3.data.KafkaBroker#isThere",
    disabledReason = "there is no Kafka broker for this line's version of Scala")
class IngestKafkaTest {
  private static final String SCHEMA = "n int not null check(n <> 13), text string";
  private static final List<String> VALUES =
      List.of(
          "{\"n\":1,\"text\":\"a\\nb\"}",
          "{\"text\":\"c\",\"n\":2}",
          "{\"n\":3}",
          "{\"n\":\"x\",\"text\":\"d\"}",
          "{\"n\":13,\"text\":\"unlucky\"}",
          "[1]",
          "not JSON",
          "{\"n\":4,\"text\":\"cut sh");

  @TempDir private static Path brokerDirectory;
  private static KafkaBroker broker;

  @TempDir private Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = KafkaBroker.start(brokerDirectory);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Typed ingest(Object... words) {
    Stream<Object> first = Stream.of("run", "ingest", "--schema", SCHEMA);
    return p3(Stream.concat(first, Stream.of(words)).toArray());
  }

  /** Into the files {@code good} and {@code bad}. */
  private Typed toFiles(String in, String good, String bad, Object... more) {
    Stream<Object> words =
        Stream.of(
            "--in",
            in,
            "--out",
            "good=parquet:" + directory.resolve(good),
            "--out",
            "bad=parquet:" + directory.resolve(bad));
    return ingest(Stream.concat(words, Stream.of(more)).toArray());
  }

  private Object[] streaming() {
    return new Object[] {"--stream", "--checkpoint", directory.resolve("checkpoint")};
  }

  private Dataset<Row> rows(String output) {
    return LocalSpark.spark().read().parquet(directory.resolve(output).toString());
  }

  /** Without what tells files from topics. */
  private RowDigest digest(String output) {
    Dataset<Row> rows = rows(output);
    return RowDigest.of(
        output.contains("bad")
            ? rows.withColumn("reason", regexp_replace(col("reason"), "^(line|message) ", ""))
                .drop("source", "line")
            : rows);
  }

  @Test
  void aTopicGivesTheRowsOfAFileInBatchesAndAtOnce() throws Exception {
    Path json = file(directory, "values.json", String.join("\n", VALUES) + "\n");
    broker.create("read");
    broker.send("read", VALUES);
    String topic = broker.topic("read");

    toFiles(json.toString(), "file-good", "file-bad");
    Typed atOnce = toFiles(topic, "good", "bad");
    Typed streamed =
        toFiles(
            topic.replace("kafka:", "kafka,maxOffsetsPerTrigger=3:"),
            "stream-good",
            "stream-bad",
            streaming());

    assertThat(atOnce.messages())
        .contains("3 good + 5 bad = 8 rows read", "8 rows of raw read, 3 rows of good written");
    assertThat(atOnce.exitCode()).isZero();
    assertThat(streamed.messages())
        .contains("batch 2: ", "3 rows of good written to", "5 rows of bad written to");
    assertThat(streamed.exitCode()).isZero();
    assertThat(digest("good")).isEqualTo(digest("file-good"));
    assertThat(digest("bad")).isEqualTo(digest("file-bad"));
    assertThat(digest("stream-good")).isEqualTo(digest("file-good"));
    assertThat(digest("stream-bad")).isEqualTo(digest("file-bad"));
    assertThat(rows("bad").orderBy("line").select("source", "line").first())
        .hasToString("[%s/0,3]".formatted(topic));
  }

  @Test
  void aStreamReadsOnlyMessagesThatAreNew() throws Exception {
    broker.create("new");
    broker.send("new", List.of("{\"n\":1}", "{\"n\":2}"));
    String topic = broker.topic("new");
    toFiles(topic, "good", "bad", streaming());

    Typed nothing = toFiles(topic, "good", "bad", streaming());
    broker.send("new", List.of("{\"n\":5}"));
    Typed more = toFiles(topic, "good", "bad", streaming());

    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.messages()).contains("no message that this checkpoint has not seen yet");
    assertThat(more.messages()).contains("batch 1: 1 good + 0 bad = 1 rows read");
    assertThat(rows("good").select("n").as(Encoders.INT()).collectAsList())
        .containsExactlyInAnyOrder(1, 2, 5);
  }

  @Test
  void messagesThatAreGoneBeforeTheyWereReadEndTheRun() throws Exception {
    broker.create("gone");
    broker.send("gone", List.of("{\"n\":1}"));
    toFiles(broker.topic("gone"), "good", "bad", streaming());
    broker.send("gone", List.of("{\"n\":2}", "{\"n\":3}"));
    broker.delete("gone", 2);

    Typed typed = toFiles(broker.topic("gone"), "good", "bad", streaming());

    assertThat(typed.messages())
        .contains("Cannot read '" + broker.topic("gone") + "': messages are gone that were not");
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(rows("good").count()).isEqualTo(1);
  }

  @Test
  void whatIsNoTextOrNothingIsBad() throws Exception {
    broker.create("bytes");
    broker.send(
        "bytes",
        "{\"n\":1}".getBytes(UTF_8),
        null,
        new byte[] {'{', '"', 'n', '"', ':', (byte) 0xff, '}'},
        new byte[0]);

    Typed typed = toFiles(broker.topic("bytes"), "good", "bad");
    Typed text =
        p3(
            "run",
            "ingest",
            "--schema",
            "value string",
            "--in",
            broker.topic("bytes").replace("kafka:", "kafka,values=text:"),
            "--out",
            "bad=parquet:" + directory.resolve("text-bad"));

    assertThat(typed.messages()).contains("1 good + 3 bad = 4 rows read");
    assertThat(rows("bad").orderBy("line").collectAsList())
        .extracting(row -> row.getLong(1) + " " + row.getString(5) + " <" + row.getString(6) + ">")
        .containsExactly(
            "1 message without a value (a tombstone) <null>",
            "2 byte FF is not text in the input's encoding (character 6 of the row) <{\"n\":\uFFFD}>",
            "3 message that is not a JSON object: it is empty <>");
    assertThat(text.messages()).contains("2 good + 2 bad = 4 rows read");
  }

  @Test
  void rowsAreAddedToATopicAsJsonInOneTransaction() {
    Path raw = file(directory, "raw.csv", "n,text\n1,\"a\nb\"\n2,\nx,d\n13,e\n");

    Typed first = writeTo("written", raw);
    Typed second = writeTo("written", raw);

    assertThat(first.exitCode()).isZero();
    assertThat(first.messages())
        .contains("2 rows of good written to " + broker.topic("written"), "2 good + 2 bad = 4");
    assertThat(second.exitCode()).isZero();
    assertThat(broker.values("written"))
        .containsExactlyInAnyOrder(
            "{\"n\":1,\"text\":\"a\\nb\"}",
            "{\"n\":1,\"text\":\"a\\nb\"}",
            "{\"n\":2,\"text\":null}",
            "{\"n\":2,\"text\":null}");
    assertThat(broker.committed("written"))
        .allSatisfy(message -> assertThat(message.key()).isNull())
        .extracting(message -> new String(message.headers().lastHeader("p3-batch").value(), UTF_8))
        .allMatch(batch -> batch.endsWith("/0"))
        .satisfies(batches -> assertThat(List.copyOf(new HashSet<>(batches))).hasSize(2));
  }

  private Typed writeTo(String topic, Path raw) {
    return ingest(
        "--in",
        raw,
        "--out",
        "good=" + broker.topic(topic),
        "--out",
        "bad=" + broker.topic(topic + "-bad"),
        "--report",
        directory.resolve("report"));
  }

  @Test
  void aBatchThatIsRepeatedIsInTheTopicOnce() throws IOException {
    Path in = Files.createDirectory(directory.resolve("in"));
    file(in, "1.csv", "n,text\n1,a\n2,b\n");
    Typed first = stream(in, "repeated");
    file(in, "2.csv", "n,text\n3,c\n4,d\n5,e\n");
    Typed second = stream(in, "repeated");
    List<String> before = broker.values("repeated");
    broker.send("repeated", List.of("of somebody else"));
    // As after a crash: the rows of the last batch are there, and the checkpoint does not know.
    for (String name : List.of("commits/1", "commits/.1.crc")) {
      Files.deleteIfExists(directory.resolve("checkpoint").resolve(name));
    }

    Typed again = stream(in, "repeated");
    file(in, "3.csv", "n,text\n6,f\n");
    Typed last = stream(in, "repeated");

    assertThat(List.of(first, second, again, last))
        .allSatisfy(typed -> assertThat(typed.exitCode()).isZero());
    assertThat(before).hasSize(5);
    assertThat(again.messages()).contains("batch 1: 3 good + 0 bad", "3 rows written to");
    assertThat(last.messages()).contains("batch 2: 1 good + 0 bad", "1 rows written to");
    var expected = new ArrayList<>(before);
    expected.addAll(List.of("of somebody else", "{\"n\":6,\"text\":\"f\"}"));
    assertThat(broker.values("repeated")).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Another driver with a copy, or one that was kept elsewhere and is given back. */
  @Test
  void aCheckpointThatWasRestoredWholeDoublesNoRow() throws IOException {
    Path in = Files.createDirectory(directory.resolve("in"));
    file(in, "1.csv", "n,text\n1,a\n2,b\n");
    stream(in, "restored");
    Path checkpoint = directory.resolve("checkpoint");
    Path kept = directory.resolve("kept");
    FileUtils.copyDirectory(checkpoint.toFile(), kept.toFile());
    file(in, "2.csv", "n,text\n3,c\n");
    stream(in, "restored");
    broker.send("restored", List.of("of somebody else"));
    List<String> before = broker.values("restored");
    FileUtils.deleteDirectory(checkpoint.toFile());
    FileUtils.copyDirectory(kept.toFile(), checkpoint.toFile());

    Typed again = stream(in, "restored");

    assertThat(again.exitCode()).as(again.messages()).isZero();
    assertThat(before).hasSize(4);
    assertThat(broker.values("restored")).containsExactlyInAnyOrderElementsOf(before);

    FileUtils.deleteDirectory(checkpoint.toFile());
    FileUtils.moveDirectory(kept.toFile(), checkpoint.toFile());
    file(in, "2.csv", "n,text\n3,c\n4,d\n");
    Typed other = stream(in, "restored");

    assertThat(other.exitCode()).as(other.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(other.messages())
        .contains("it has a batch 1 of this stream with other content", "was restored or copied");
    assertThat(broker.values("restored")).containsExactlyInAnyOrderElementsOf(before);
  }

  private Typed stream(Path in, String topic) {
    return ingest(
        "--in",
        "csv:" + in,
        "--stream",
        "--checkpoint",
        directory.resolve("checkpoint"),
        "--out",
        "good=" + broker.topic(topic));
  }

  @Test
  void whatAKilledRunHasLeftOpenIsUndoneAndItCanAddNoMore() throws IOException {
    Path in = Files.createDirectory(directory.resolve("in"));
    file(in, "1.csv", "n,text\n1,a\n");
    stream(in, "killed");
    String stream =
        new ObjectMapper()
            .readTree(directory.resolve("checkpoint/p3.json").toFile())
            .get("id")
            .asText();
    try (KafkaProducer<byte[], byte[]> killed =
        broker.producer(Map.of("transactional.id", "p3-" + stream + "-killed"))) {
      killed.initTransactions();
      killed.beginTransaction();
      var half = new ProducerRecord<byte[], byte[]>("killed", "half a batch".getBytes(UTF_8));
      half.headers().add("p3-batch", (stream + "/1").getBytes(UTF_8));
      killed.send(half);
      killed.flush();
      file(in, "2.csv", "n,text\n2,b\n");

      Typed next = stream(in, "killed");

      assertThat(next.messages()).contains("batch 1: 1 good + 0 bad = 1 rows read");
      assertThat(broker.values("killed"))
          .containsExactlyInAnyOrder("{\"n\":1,\"text\":\"a\"}", "{\"n\":2,\"text\":\"b\"}");
      assertThatThrownBy(killed::commitTransaction).isInstanceOf(ProducerFencedException.class);
    }
  }

  @Test
  void messagesOfATransactionThatIsNotCommittedAreNotRead() throws Exception {
    broker.create("open");
    broker.send("open", List.of("{\"n\":1}"));
    try (KafkaProducer<byte[], byte[]> other =
        broker.producer(Map.of("transactional.id", "somebody else"))) {
      other.initTransactions();
      other.beginTransaction();
      other.send(new ProducerRecord<>("open", "{\"n\":2}".getBytes(UTF_8)));
      other.flush();
      Typed open = toFiles(broker.topic("open"), "good", "bad");
      other.abortTransaction();
      broker.send("open", List.of("{\"n\":3}"));
      Typed aborted = toFiles(broker.topic("open"), "good2", "bad2");

      assertThat(open.messages()).contains("1 good + 0 bad = 1 rows read");
      assertThat(aborted.messages()).contains("2 good + 0 bad = 2 rows read");
    }
  }

  @Test
  void naughtyStringsComeThroughATopicUnharmed() throws IOException {
    List<String> strings = NaughtyStrings.all();
    Path raw = file(directory, "naughty.json", NaughtyStrings.lines("n", 100, "text"));

    Typed out = ingest("--in", raw, "--out", "good=" + broker.topic("naughty"));
    Typed back = toFiles(broker.topic("naughty"), "good", "bad");

    assertThat(strings).hasSize(515);
    assertThat(out.messages()).contains("515 good + 0 bad = 515 rows read");
    assertThat(back.messages()).contains("515 good + 0 bad = 515 rows read");
    var found = new String[strings.size()];
    rows("good").collectAsList().forEach(row -> found[row.getInt(0) - 100] = row.getString(1));
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isEqualTo(strings.get(i));
    }
  }

  @Test
  void whatCannotWorkIsSaidBeforeAnythingIsDone() throws Exception {
    Path raw = file(directory, "raw.csv", "n,text\n1,a\n");
    broker.create("orders");
    String nowhere =
        "kafka,kafka.default.api.timeout.ms=500,kafka.sasl.jaas.config=hush:127.0.0.1:1/topic";

    Typed unreachable = toFiles(nowhere, "good", "bad");
    Typed unreachableOutput = ingest("--in", raw, "--out", nowhere);
    Typed missing = toFiles(broker.topic("order"), "good", "bad");
    Typed wrong =
        ingest(
            "--in",
            "kafka,startingOffset=earliest,values=xml:" + broker.address(),
            "--out",
            "good=parquet:" + directory.resolve("good"));
    Typed twice =
        ingest(
            "--in",
            "csv:" + directory,
            "--stream",
            "--checkpoint",
            directory.resolve("checkpoint"),
            "--out",
            "good=" + broker.topic("orders"),
            "--out",
            "bad=" + broker.topic("orders"));
    Typed table = p3("run", "summarize", "--in", broker.topic("orders"));

    assertThat(List.of(unreachable, unreachableOutput, missing, wrong, twice, table))
        .allSatisfy(typed -> assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE));
    assertThat(List.of(unreachable.messages(), unreachableOutput.messages()))
        .allSatisfy(
            said ->
                assertThat(said)
                    .contains(
                        "Cannot reach 'kafka,kafka.default.api.timeout.ms=500,kafka.sasl.jaas.config=***:127.0.0.1:1/topic': no broker answered at 127.0.0.1:1")
                    .doesNotContain("hush"));
    assertThat(missing.messages())
        .contains("Cannot read '" + broker.topic("order") + "': no such topic.");
    assertThat(wrong.messages())
        .contains(
            "it names no topic (must be kafka:HOST:PORT/TOPIC)",
            "unknown option 'startingOffset'",
            "Did you mean 'startingOffsets'?",
            "'xml' (must be one of json, text)");
    assertThat(twice.messages()).contains("output good goes there, too");
    assertThat(table.messages()).contains("messages have no columns");
    assertThat(directory.resolve("good")).doesNotExist();
  }

  @Test
  void aBrokerThatAsksForALoginIsReadAndWritten() throws Exception {
    broker.create("guarded");
    broker.send("guarded", VALUES);

    Typed read = toFiles(guarded("guarded", KafkaBroker.PASSWORD), "good", "bad");
    Typed written =
        ingest(
            "--in",
            broker.topic("guarded"),
            "--out",
            "good=" + guarded("guarded-good", KafkaBroker.PASSWORD));
    Typed refused = toFiles(guarded("guarded", "hush"), "good2", "bad2");
    Typed refusedOutput =
        ingest("--in", broker.topic("guarded"), "--out", "good=" + guarded("other", "hush"));

    assertThat(List.of(read.messages(), written.messages()))
        .allSatisfy(said -> assertThat(said).contains("3 good + 5 bad = 8 rows read"));
    assertThat(broker.values("guarded-good")).hasSize(3);
    assertThat(List.of(refused, refusedOutput))
        .allSatisfy(
            typed -> {
              assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
              assertThat(typed.messages())
                  .contains("the broker refused (", "sasl.jaas.config=***:")
                  .doesNotContain("hush");
            });
    assertThat(directory.resolve("good2")).doesNotExist();
  }

  private static String guarded(String topic, String password) {
    return "kafka,kafka.security.protocol=SASL_PLAINTEXT,kafka.sasl.mechanism=PLAIN,kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";:%s/%s"
        .formatted(KafkaBroker.USER, password, broker.guardedAddress(), topic);
  }

  @Test
  void rowsThatAreDiscardedNeverShowAndHinderNobody() throws Exception {
    var location = DataLocation.parse(broker.topic("discarded"));
    Output discarded = Connectors.output(location, Existing.REFUSE, new Configuration());
    discarded.write(LocalSpark.spark().range(100).toDF("n"));
    Output then = Connectors.output(location, Existing.REFUSE, new Configuration());
    then.write(LocalSpark.spark().range(1).toDF("n"));

    discarded.discard();
    then.commit();

    assertThat(broker.values("discarded")).containsExactly("{\"n\":0}");
  }

  @Test
  void nothingShowsWhenTheBrokerGoesAwayHalfWay() throws Exception {
    Dataset<Row> rows = LocalSpark.spark().range(1000).toDF("n");
    Output output;
    try (KafkaBroker other = KafkaBroker.start(directory.resolve("broker"))) {
      output =
          Connectors.output(
              DataLocation.parse(
                  "kafka,kafka.max.block.ms=1500,kafka.default.api.timeout.ms=5000:%s/away"
                      .formatted(other.address())),
              Existing.REFUSE,
              new Configuration());
      assertThat(output.write(rows).rows()).hasValue(1000);
      assertThat(other.values("away")).isEmpty();
    }

    assertThatThrownBy(output::commit)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("Cannot finish output 'kafka,");
    assertThatThrownBy(() -> output.write(rows)).hasMessageContaining("no broker answered at");
  }
}
