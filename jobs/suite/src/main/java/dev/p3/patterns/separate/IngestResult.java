package dev.p3.patterns.separate;

import dev.p3.fault.JobFailedException;
import dev.p3.job.JobResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the rows went: {@code good + bad + duplicates = read}, always.
 *
 * @param read rows of the input
 * @param good rows that fit the schema, without duplicates
 * @param bad rows that do not fit
 * @param duplicates rows that fit, and whose key occurs again later
 * @param faults how many faults of the bad rows are told: as many as bad rows, or more when all are
 * @param mostFrequent the faults by code and column, the most frequent first, at most {@value
 *     #COUNTED}; empty when Spark had to count again something that it had written
 */
public record IngestResult(
    long read, long good, long bad, long duplicates, long faults, List<FaultCount> mostFrequent)
    implements JobResult {
  private static final int COUNTED = 20;
  private static final int TOLD = 3;

  /**
   * Checks that no row went missing and none was doubled.
   *
   * @throws JobFailedException when the rows do not add up
   */
  public IngestResult {
    if (good + bad + duplicates != read || duplicates < 0) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot vouch for the output: %,d good + %,d bad + %,d duplicate rows are not the %,d rows read, so nothing was written; run it again",
              good,
              bad,
              duplicates,
              read));
    }
    mostFrequent = mostFrequent.stream().limit(COUNTED).toList();
  }

  @Override
  public List<String> remarks() {
    var terms = new ArrayList<String>();
    terms.add(String.format(Locale.ROOT, "%,d good", good));
    terms.add(String.format(Locale.ROOT, "%,d bad", bad));
    if (duplicates > 0) {
      terms.add(String.format(Locale.ROOT, "%,d duplicate", duplicates));
    }
    var remarks = new ArrayList<String>();
    remarks.add(String.format(Locale.ROOT, "%s = %,d rows read", String.join(" + ", terms), read));
    if (bad > 0 && !mostFrequent.isEmpty()) {
      remarks.add(mostFrequentInWords());
    }
    return remarks;
  }

  @Override
  public List<String> warnings() {
    if (read == 0 || good > 0) {
      return List.of();
    }
    String all =
        read == 1
            ? "the one row read is"
            : String.format(Locale.ROOT, "all %,d rows read are", read);
    return List.of(String.format(Locale.ROOT, "no row is good: %s bad", all));
  }

  private String mostFrequentInWords() {
    String rows = String.format(Locale.ROOT, "bad: %,d %s", bad, bad == 1 ? "row" : "rows");
    String more = faults > bad ? String.format(Locale.ROOT, " with %,d faults", faults) : "";
    String counts =
        mostFrequent.stream()
            .limit(TOLD)
            .map(FaultCount::inWords)
            .collect(Collectors.joining(", "));
    long others = faults - mostFrequent.stream().limit(TOLD).mapToLong(FaultCount::count).sum();
    return rows
        + more
        + "; "
        + counts
        + (others > 0 ? String.format(Locale.ROOT, ", and %,d of other kinds", others) : "");
  }
}
