package dev.p3.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.cli.S3Server;
import dev.p3.data.Connector.Existing;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files in a store of S3's kind keep what every kind of storage promises. */
@Tag("object-store")
class ObjectStoreConnectorIT extends ConnectorContract {
  private static S3Server server;
  private int outputs;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  String fresh() {
    return "parquet:" + S3Server.uri("contract-" + System.identityHashCode(this) + "/" + ++outputs);
  }

  @Override
  List<String> seen(String uri) throws IOException {
    var output = new Path(uri.substring(uri.indexOf(':') + 1));
    var hadoop = LocalSpark.spark().sparkContext().hadoopConfiguration();
    return output.getFileSystem(hadoop).exists(output)
        ? texts(LocalSpark.spark().read().schema("id INT, name STRING").parquet(output.toString()))
        : List.of();
  }

  @Override
  boolean distinguishesDrivers() {
    return true;
  }

  @Override
  String withSecret(String uri, String secret) {
    return uri.replace("parquet:", "parquet,fs.gs.auth.secret.key=%s:".formatted(secret));
  }

  /** Where no directory can be renamed, who comes second is told so before it has written. */
  @Override
  @Test
  void oneOfTwoRunsWinsWhole() throws Exception {
    String uri = fresh();
    Output first = output(uri, Existing.REFUSE);
    Output second = output(uri, Existing.REFUSE);
    first.write(rows(0, 5));

    assertThatThrownBy(() -> second.write(rows(5, 10))).isInstanceOf(JobFailedException.class);
    second.discard();
    first.commit();

    assertThat(seen(uri)).isEqualTo(texts(0, 5));
  }
}
