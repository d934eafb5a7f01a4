package dev.p3.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("dev.p3.data.KafkaBroker#isThere")
class KafkaConnectorTest extends ConnectorContract {
  @TempDir private static Path brokerDirectory;
  private static KafkaBroker broker;
  private static int topics;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = KafkaBroker.start(brokerDirectory);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Override
  String fresh() throws Exception {
    String topic = "rows-" + ++topics;
    broker.create(topic);
    return broker.topic(topic);
  }

  @Override
  List<String> seen(String uri) throws Exception {
    return broker.values(uri.substring(uri.lastIndexOf('/') + 1)).stream()
        .map(KafkaConnectorTest::parsed)
        .sorted(Comparator.comparing(row -> row.get("id").asInt()))
        .map(row -> row.get("id").asInt() + "=" + row.get("name").textValue())
        .toList();
  }

  private static JsonNode parsed(String value) {
    try {
      return new ObjectMapper().readTree(value);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  boolean addsToWhatIsThere() {
    return true;
  }

  @Override
  boolean distinguishesDrivers() {
    return true;
  }

  @Override
  String withSecret(String uri, String secret) {
    return uri.replace("kafka:", "kafka,kafka.ssl.key.password=%s:".formatted(secret));
  }
}
