package dev.p3.data.kafka;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import dev.p3.table.Columns;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that are added to a topic as messages, in one transaction: whoever reads what is committed
 * sees all of them, or none. What is in the topic stays. A message has no key; its value is the row
 * as JSON with its nulls, or, with {@code values=text}, its one column; its header {@code p3-batch}
 * tells which run or batch it is of.
 *
 * <p>A transaction belongs to the producer that opened it. So that it can stay open until the run
 * has gone well, the driver sends all messages: executors compute the rows in parallel and shuffle
 * them once, and the driver takes one partition after the other (64 MB each, unless Spark's
 * advisory partition size says otherwise). That makes it a way for results, not for all that a
 * cluster can compute: the rows of a run pass through one process, within the transaction's timeout
 * of 15 minutes, which begins with the first row.
 *
 * <p>Of a run that is killed, the brokers undo the transaction when its timeout is over; until then
 * readers of what is committed do not get past it. The next run of a stream undoes it at once.
 */
final class KafkaOutput implements Output {
  private final KafkaTopic topic;
  private final String owner;
  private final String batch;
  private final Optional<String> content;
  private final Optional<KafkaBatches> batches;
  private volatile KafkaTransaction transaction;
  private Map<Integer, Long> from = Map.of();

  private KafkaOutput(
      KafkaTopic topic,
      String owner,
      String batch,
      Optional<String> content,
      Optional<KafkaBatches> batches) {
    this.topic = topic;
    this.owner = owner;
    this.batch = batch;
    this.content = content;
    this.batches = batches;
  }

  /**
   * Asks the brokers; a topic that is missing is made when rows are written.
   *
   * @throws BadUsageException when none answers, or they refuse
   */
  public static KafkaOutput prepare(DataLocation location) {
    KafkaTopic topic = reachable(location);
    String run = UUID.randomUUID().toString();
    return new KafkaOutput(topic, run, run + "/0", Optional.empty(), Optional.empty());
  }

  /** For a batch of a stream, which may be in the topic already. */
  static KafkaOutput ofBatch(KafkaTopic topic, KafkaBatches batches) {
    StreamOutput.Batch batch = batches.batch();
    return new KafkaOutput(
        topic,
        batch.stream(),
        batch.stream() + "/" + batch.number(),
        Optional.of(batch.content()),
        Optional.of(batches));
  }

  static KafkaTopic reachable(DataLocation location) {
    KafkaTopic topic = KafkaTopic.toWrite(location);
    try (var cluster = new KafkaAdmin(topic)) {
      cluster.requireAnswer();
    }
    return topic;
  }

  @Override
  public DataLocation location() {
    return topic.location();
  }

  @Override
  public Written write(Dataset<Row> written) throws IOException {
    Dataset<Row> values = values(written);
    Map<Integer, Long> end;
    try (var cluster = new KafkaAdmin(topic)) {
      cluster.createMissingTopic();
      // Before it is asked what is there, so that nothing is added by a predecessor after that.
      transaction = new KafkaTransaction(topic, owner, batch, content);
      end = cluster.endOffsets(IsolationLevel.READ_UNCOMMITTED);
    }
    from = end;
    if (batches.isPresent()) {
      KafkaBatches.Found found = batches.get().begin(batch, end, written.sparkSession());
      from = found.from();
      if (found.messages() > 0) {
        return Written.rows(found.messages());
      }
    }
    return Written.rows(send(values));
  }

  private long send(Dataset<Row> values) {
    // Evens partitions out, and makes more of them where one would be large.
    Iterator<Row> each = values.hint("rebalance").toLocalIterator();
    while (each.hasNext()) {
      transaction.send(each.next().getString(0));
    }
    return transaction.flush();
  }

  @Override
  public void commit() {
    try {
      transaction.commit();
      batches.ifPresent(each -> each.committed(transaction.ends()));
    } finally {
      discard();
    }
  }

  @Override
  public void discard() {
    KafkaTransaction open = transaction;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public Dataset<Row> read(SparkSession spark, StructType schema) {
    Map<Integer, Long> to;
    try (var cluster = new KafkaAdmin(topic)) {
      to = cluster.endOffsets(IsolationLevel.READ_COMMITTED);
    }
    Column isOurs =
        expr(String.format(
                Locale.ROOT, "exists(headers, h -> h.key = '%s')", KafkaTransaction.BATCH))
            .and(
                expr(
                    String.format(
                        Locale.ROOT,
                        "exists(headers, h -> cast(h.value as string) = '%s')",
                        batch)));
    Dataset<Row> messages = topic.messages(spark, from, to).where(isOurs);
    Column value = col("value").cast("string");
    return topic.values() == KafkaTopic.Values.TEXT
        ? messages.select(value.as(schema.fieldNames()[0]))
        : messages.select(from_json(value, schema).as("row")).select("row.*");
  }

  private Dataset<Row> values(Dataset<Row> written) {
    Column[] columns = Arrays.stream(written.columns()).map(Columns::named).toArray(Column[]::new);
    if (topic.values() == KafkaTopic.Values.JSON) {
      return written.select(to_json(struct(columns), Map.of("ignoreNullFields", "false")));
    }
    if (columns.length != 1) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': values=text takes one column, and the rows have %s",
              topic.location().text(),
              String.join(", ", written.columns())));
    }
    return written.select(columns[0].cast("string"));
  }
}
