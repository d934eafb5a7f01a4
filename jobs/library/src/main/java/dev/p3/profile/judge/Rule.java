package dev.p3.profile.judge;

import dev.p3.profile.model.Finding;
import dev.p3.profile.model.RunProfile;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that can be wrong with a run.
 *
 * @param name as findings say it
 * @param threshold from which on it speaks, in words
 * @param look what it sees in a profile, most important first; nothing without a measured number
 */
public record Rule(String name, String threshold, Function<RunProfile, Stream<Seen>> look) {

  /**
   * What a rule sees.
   *
   * @param what is the case, in a sentence without its full stop
   * @param evidence the measured number, with its unit
   * @param savesSeconds of the run; null when that cannot be told
   */
  record Seen(String what, String where, String evidence, Double savesSeconds, String remedy) {}

  Stream<Finding> findings(RunProfile run) {
    return look.apply(run)
        .map(
            seen ->
                new Finding(
                    name,
                    seen.what,
                    seen.where,
                    seen.evidence,
                    threshold,
                    seen.savesSeconds,
                    seen.remedy));
  }
}
