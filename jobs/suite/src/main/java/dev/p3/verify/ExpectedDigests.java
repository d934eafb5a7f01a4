package dev.p3.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.p3.console.Json;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The digests of the main outputs on the bundled samples, by job. {@code ./p3 verify --record FILE}
 * makes the file.
 */
final class ExpectedDigests {
  private static final String FILE = "expected.json";

  private final Map<String, RowDigest> byJob;

  private ExpectedDigests(Map<String, RowDigest> byJob) {
    this.byJob = byJob;
  }

  /** Those that this p3 was shipped with. */
  static ExpectedDigests shipped() throws IOException {
    try (InputStream file = ExpectedDigests.class.getResourceAsStream(FILE)) {
      return new ExpectedDigests(Json.PLAIN.readValue(file, new TypeReference<>() {}));
    }
  }

  /** Empty for a job that p3 was not shipped with. */
  Optional<RowDigest> of(String job) {
    return Optional.ofNullable(byJob.get(job));
  }

  /** Writes such a file. */
  static void write(Map<String, RowDigest> byJob, Path file) throws IOException {
    Json.READABLE.writeValue(file.toFile(), new TreeMap<>(byJob));
  }
}
