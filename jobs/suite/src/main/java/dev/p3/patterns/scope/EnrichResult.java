package dev.p3.patterns.scope;

import dev.p3.job.JobResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Figures of an enrichment.
 *
 * @param unmatched for each fact column, in the order of the options, the facts without a match
 */
public record EnrichResult(List<UnmatchedKeys> unmatched) implements JobResult {
  /**
   * The facts without a match for one column.
   *
   * @param column the fact column
   * @param rows how many facts have no match for it
   * @param mostFrequent the ten most frequent keys without a match, most frequent first
   */
  public record UnmatchedKeys(String column, long rows, List<KeyCount> mostFrequent) {
    String sentence() {
      String keys =
          mostFrequent.stream()
              .map(key -> String.format(Locale.ROOT, "%s (%,d)", key.key(), key.rows()))
              .collect(Collectors.joining(", "));
      return String.format(
          Locale.ROOT,
          "%,d %s no match for %s; most frequent keys: %s",
          rows,
          rows == 1 ? "row has" : "rows have",
          column,
          keys);
    }
  }

  /**
   * A key without a match.
   *
   * @param key the key as text; null when the fact's key is null
   * @param rows in how many facts
   */
  public record KeyCount(String key, long rows) {}

  public EnrichResult {
    unmatched = List.copyOf(unmatched);
  }

  @Override
  public List<String> remarks() {
    return unmatched.stream().filter(keys -> keys.rows() > 0).map(UnmatchedKeys::sentence).toList();
  }
}
