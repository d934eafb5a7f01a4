package dev.p3.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.p3.console.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of a target.
 *
 * @param p3 its version
 * @param target as the user named it
 * @param line of Spark, for example spark4.0_2.13
 * @param spark its version
 * @param java its version
 * @param master of Spark
 * @param jobs a record for each variant of each job
 */
public record VerifyRecord(
    String p3,
    String target,
    String line,
    String spark,
    String java,
    String master,
    List<Verified> jobs) {
  public VerifyRecord {
    jobs = List.copyOf(jobs);
  }

  /** Whether all gave what they must give. */
  @JsonProperty
  public boolean equal() {
    return jobs.stream().allMatch(Verified::isEqual);
  }

  /** A line for each variant. */
  public String table() {
    return new TextTable<>(jobs)
        .left("job", Verified::job)
        .left("variant", Verified::variant)
        .right(
            "rows",
            each ->
                each.digest() == null
                    ? ""
                    : String.format(Locale.ROOT, "%,d", each.digest().rows()))
        .right("seconds", each -> String.format(Locale.ROOT, "%.1f", each.seconds()))
        .left("result", each -> each.isEqual() ? "equal" : "FAILED: " + each.fault())
        .toString();
  }

  /** The row of PORTABILITY.md: a cell for each job, with how many variants were equal. */
  public String row() {
    String cells =
        names().stream()
            .map(
                name -> {
                  List<Verified> variants =
                      jobs.stream().filter(each -> each.job().equals(name)).toList();
                  long equal = variants.stream().filter(Verified::isEqual).count();
                  return equal == variants.size()
                      ? String.format(Locale.ROOT, "equal (%d)", equal)
                      : String.format(
                          Locale.ROOT,
                          "**FAILED** (%d of %d)",
                          variants.size() - equal,
                          variants.size());
                })
            .collect(Collectors.joining(" | "));
    return String.format(
        Locale.ROOT, "| %s | %s | %s | %s | %s |", target, line, spark, java, cells);
  }

  /** The head of that table. */
  public String head() {
    String columns = "| target | line | Spark | Java | " + String.join(" | ", names()) + " |";
    return columns
        + System.lineSeparator()
        + "|---|---|---|---"
        + "|---".repeat(names().size())
        + "|";
  }

  private List<String> names() {
    return jobs.stream().map(Verified::job).distinct().toList();
  }
}
