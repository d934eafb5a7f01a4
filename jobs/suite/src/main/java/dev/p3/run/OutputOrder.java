package dev.p3.run;

import dev.p3.data.Ability;
import dev.p3.data.Output;
import dev.p3.data.connect.Connectors;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which a run's outputs are written and committed: what expires is written last, and
 * what is most likely to be refused is committed first, when nothing of the run shows yet.
 */
final class OutputOrder {
  private OutputOrder() {}

  /**
   * The outputs as they are written.
   *
   * @param names as the job has them
   * @param late the outputs that wait for what is observed while the others are written
   * @param stored the outputs that are stored, by name
   */
  static List<String> ofWriting(List<String> names, Set<String> late, Map<String, Output> stored) {
    if (stored.values().stream().noneMatch(output -> can(Ability.EXPIRES, output))) {
      return names;
    }
    return names.stream()
        .sorted(
            Comparator.comparing(late::contains)
                .thenComparing(
                    name -> stored.containsKey(name) && can(Ability.EXPIRES, stored.get(name))))
        .toList();
  }

  /** The outputs as they are committed. */
  static List<Output> ofCommitting(Collection<Output> stored) {
    return stored.stream()
        .sorted(
            Comparator.comparing((Output output) -> !can(Ability.MOVES_ON_COMMIT, output))
                .thenComparing(output -> !can(Ability.EXPIRES, output)))
        .toList();
  }

  private static boolean can(Ability ability, Output output) {
    return Connectors.can(ability, output.location());
  }
}
