package dev.p3.patterns.mapreduce;

import dev.p3.job.JobResult;
import java.util.List;
import java.util.Locale;

/**
 * Figures of a word count.
 *
 * @param encoding how the text was read
 * @param malformedBytes bytes that are not text in this encoding
 */
public record WordCountResult(String encoding, long malformedBytes) implements JobResult {
  @Override
  public List<String> remarks() {
    if (malformedBytes == 0) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d malformed %s replaced by U+FFFD: the text is not all %s (--encoding names another encoding)",
            malformedBytes,
            malformedBytes == 1 ? "byte was" : "bytes were",
            encoding));
  }
}
