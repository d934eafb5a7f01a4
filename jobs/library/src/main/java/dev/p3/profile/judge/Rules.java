package dev.p3.profile.judge;

import java.util.List;
import java.util.stream.Stream;

/** All rules; a new one is one more entry in the list of its kind. */
public final class Rules {
  private static final List<Rule> ALL =
      Stream.of(TaskRules.ALL, MemoryRules.ALL, DataRules.ALL, PlanRules.ALL, CodeRules.ALL)
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  public static List<Rule> all() {
    return ALL;
  }
}
