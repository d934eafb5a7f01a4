package dev.p3.patterns.leverage;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import java.util.List;
import java.util.Optional;

/** Options of {@code summarize}. */
public record SummarizeOptions(
    @Option(
            value =
                "fit a linear model by least squares, for example 'delay ~ distance + pow(distance, 2)'; -1 leaves the intercept out; a name with other signs stands in back-ticks",
            label = "FORMULA")
        Optional<Formula> regress,
    @Option(
            "count every value for quantiles, distinct and rank correlations, however many there are")
        boolean exact,
    @Option(
            value =
                "correlate this numeric column with the others named so; '*' stands for all of at most 1,000; without any, all if they are at most 300, else none",
            label = "COL")
        List<String> correlate) {

  public SummarizeOptions {
    OptionsRecord.check(SummarizeOptions.class, regress, exact, correlate);
    correlate = List.copyOf(correlate);
  }
}
