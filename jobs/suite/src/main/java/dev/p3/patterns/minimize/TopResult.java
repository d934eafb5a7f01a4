package dev.p3.patterns.minimize;

import dev.p3.job.JobResult;
import java.util.List;
import java.util.Locale;

/**
 * Figures of the best rows.
 *
 * @param by the column ranked by
 * @param groups how many groups the output has
 * @param rowsWithoutValue how many rows of the output have no value to rank by
 */
public record TopResult(String by, long groups, long rowsWithoutValue) implements JobResult {
  @Override
  public List<String> remarks() {
    if (rowsWithoutValue == 0) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d %s no %s and %s last",
            rowsWithoutValue,
            rowsWithoutValue == 1 ? "row has" : "rows have",
            by,
            rowsWithoutValue == 1 ? "ranks" : "rank"));
  }
}
