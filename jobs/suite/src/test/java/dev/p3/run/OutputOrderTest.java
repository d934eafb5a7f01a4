package dev.p3.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class OutputOrderTest {
  private static final Output FILES = at("csv:rows.csv");
  private static final Output TABLE = at("jdbc,dbtable=rows:h2:mem:rows");

  private final Output topic = topic();

  private static Output topic() {
    Assumptions.assumeTrue(
        OutputOrderTest.class
                .getClassLoader()
                .getResource("org/apache/spark/sql/kafka010/KafkaSourceProvider.class")
            != null,
        "Spark's connector is there");
    return at("kafka:localhost:9092/rows");
  }

  @Test
  void whatExpiresIsWrittenLastOfThoseThatDoNotWait() {
    List<String> names = List.of("summary", "sent", "kept");

    assertThat(OutputOrder.ofWriting(names, Set.of(), Map.of("sent", topic, "kept", FILES)))
        .containsExactly("summary", "kept", "sent");
    assertThat(OutputOrder.ofWriting(names, Set.of("kept"), Map.of("sent", topic, "kept", FILES)))
        .containsExactly("summary", "sent", "kept");
    assertThat(OutputOrder.ofWriting(names, Set.of("sent"), Map.of("sent", TABLE, "kept", FILES)))
        .isEqualTo(names);
  }

  @Test
  void whatMayBeRefusedIsCommittedFirst() {
    assertThat(OutputOrder.ofCommitting(List.of(FILES, topic, TABLE)))
        .containsExactly(TABLE, topic, FILES);
  }

  private static Output at(String uri) {
    DataLocation location = DataLocation.parse(uri);
    return new Output() {
      @Override
      public DataLocation location() {
        return location;
      }

      @Override
      public Written write(Dataset<Row> rows) {
        throw new UnsupportedOperationException(uri);
      }

      @Override
      public void commit() {}

      @Override
      public void discard() {}

      @Override
      public Dataset<Row> read(SparkSession session, StructType schema) {
        throw new UnsupportedOperationException(uri);
      }
    };
  }
}
