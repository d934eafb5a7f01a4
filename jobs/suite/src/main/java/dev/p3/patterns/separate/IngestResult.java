package dev.p3.patterns.separate;

import dev.p3.fault.JobFailedException;
import dev.p3.job.JobResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows went: {@code good + bad + duplicates = read}, always.
 *
 * @param read rows of the input
 * @param good rows that fit the schema, without duplicates
 * @param bad rows that do not fit
 * @param duplicates rows that fit, and whose key occurs again later
 */
public record IngestResult(long read, long good, long bad, long duplicates) implements JobResult {
  /**
   * Checks that no row went missing and none was doubled.
   *
   * @throws JobFailedException when the rows do not add up
   */
  public IngestResult {
    if (good + bad + duplicates != read || duplicates < 0) {
      throw new JobFailedException(
          "Cannot vouch for the output: %,d good + %,d bad + %,d duplicate rows are not the %,d rows read, so nothing was written; run it again"
              .formatted(good, bad, duplicates, read));
    }
  }

  @Override
  public List<String> remarks() {
    var terms = new ArrayList<String>();
    terms.add("%,d good".formatted(good));
    terms.add("%,d bad".formatted(bad));
    if (duplicates > 0) {
      terms.add("%,d duplicate".formatted(duplicates));
    }
    return List.of("%s = %,d rows read".formatted(String.join(" + ", terms), read));
  }
}
