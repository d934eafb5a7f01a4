package dev.p3.profile.judge;

import dev.p3.profile.model.Finding;
import dev.p3.profile.model.RunProfile;
import java.util.Comparator;
import java.util.List;

/** What a profile tells to do. */
public final class Judge {
  /** More of one kind say nothing new. */
  private static final int MOST_OF_A_RULE = 5;

  private Judge() {}

  /**
   * The profile with its findings, those that may save most first, and with how long other numbers
   * of executors would take.
   */
  public static RunProfile judge(RunProfile run) {
    RunProfile sized = run.judged(Sizes.of(run), List.of());
    List<Finding> findings =
        Rules.all().stream()
            .flatMap(rule -> rule.findings(sized).limit(MOST_OF_A_RULE))
            .sorted(
                Comparator.comparing(
                    Finding::savesSeconds, Comparator.nullsLast(Comparator.reverseOrder())))
            .toList();
    return run.judged(sized.whatIf(), findings);
  }
}
