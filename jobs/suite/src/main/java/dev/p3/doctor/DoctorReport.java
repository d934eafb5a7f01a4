package dev.p3.doctor;

import java.util.List;
import java.util.Locale;

/**
 * What a doctor says.
 *
 * @param p3 its version
 * @param target as the user named it
 * @param master of Spark
 * @param healthy whether nothing would fail
 * @param checks in the order in which they were made
 */
public record DoctorReport(
    String p3, String target, String master, boolean healthy, List<Check> checks) {
  /** With a verdict on the whole. */
  static DoctorReport of(String p3, String target, String master, List<Check> checks) {
    boolean healthy = checks.stream().noneMatch(check -> check.verdict() == Verdict.FAULT);
    return new DoctorReport(p3, target, master, healthy, List.copyOf(checks));
  }

  /** A line for each check; below those that ask for it, what to do. */
  public String text() {
    var text = new StringBuilder();
    for (Check check : checks) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %-12s %s%n",
              check.verdict().name().toLowerCase(Locale.ROOT),
              check.name(),
              check.found()));
      if (!check.remedy().isEmpty()) {
        text.append(String.format(Locale.ROOT, "%21s -> %s%n", "", check.remedy()));
      }
    }
    long faults = checks.stream().filter(each -> each.verdict() == Verdict.FAULT).count();
    return text.append(
            healthy
                ? String.format(Locale.ROOT, "Target %s: nothing is known that would fail.", target)
                : String.format(
                    Locale.ROOT, "Target %s: a job would fail, for %d reasons.", target, faults))
        .toString();
  }
}
