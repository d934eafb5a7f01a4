package dev.p3.data;

import dev.p3.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class FileConnectorTest extends ConnectorContract {
  @TempDir private Path directory;
  private int outputs;

  @Override
  String fresh() {
    return "parquet:" + directory.resolve("out-" + ++outputs);
  }

  @Override
  List<String> seen(String uri) {
    Path output = Path.of(uri.substring(uri.indexOf(':') + 1));
    return Files.exists(output)
        ? texts(LocalSpark.spark().read().schema("id INT, name STRING").parquet(output.toString()))
        : List.of();
  }

  @Override
  boolean distinguishesDrivers() {
    return true;
  }

  @Override
  String withSecret(String uri, String secret) {
    return uri.replace("parquet:", "parquet,fs.s3a.secret.key=%s:".formatted(secret));
  }
}
