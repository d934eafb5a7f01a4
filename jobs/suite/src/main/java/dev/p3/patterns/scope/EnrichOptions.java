package dev.p3.patterns.scope;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import java.util.List;

/** Options of {@code enrich}. */
public record EnrichOptions(
    @Option(
            value =
                "look the fact column up by the lookup column; adds every other lookup column as FACTCOL_<column>",
            label = "FACTCOL=LOOKUPCOL",
            required = true)
        List<KeyMatch> on,
    @Option(
            value =
                "what to do with facts that have no match: keep them with nulls, drop them, or fail before anything is written",
            defaultValue = "keep")
        Unmatched unmatched,
    @Option(
            value = "what to do when a key occurs more than once in the lookup",
            defaultValue = "fail")
        Duplicates duplicates) {

  /** What to do with facts that have no match. */
  public enum Unmatched {
    KEEP,
    DROP,
    FAIL
  }

  /** What to do when a key occurs more than once in the lookup. */
  public enum Duplicates {
    FAIL,
    FIRST
  }

  public EnrichOptions {
    OptionsRecord.check(EnrichOptions.class, on, unmatched, duplicates);
    on = List.copyOf(on);
  }
}
