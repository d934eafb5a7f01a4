package dev.p3.watched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.profile.Profile;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.judge.Judge;
import dev.p3.profile.judge.Rule;
import dev.p3.profile.judge.Rules;
import dev.p3.profile.model.Finding;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule speaks of the job that has its fault, and is silent of the same job without it. Some
 * judge by samples and times, which a busy machine may spoil once, but not each time.
 */
@Tag("slow")
class RulesTest {
  private static final int ATTEMPTS = 5;

  @TempDir private Path directory;

  @FunctionalInterface
  private interface Run {
    void run() throws Exception;
  }

  /** A job with the faults that these rules look for, and the same without. */
  private record Pair(Set<String> rules, Run faulty, Run sound) {
    Pair(String rule, Run faulty, Run sound) {
      this(Set.of(rule), faulty, sound);
    }
  }

  private List<Pair> pairs(Jobs jobs) {
    return List.of(
        new Pair("skew", () -> jobs.keys(true), () -> jobs.keys(false)),
        new Pair(Set.of("small-tasks", "many-tasks"), () -> jobs.tasks(1000), () -> jobs.tasks(4)),
        new Pair(
            Set.of("few-tasks", "idle-cores"),
            () -> jobs.sleepers(1, 5500),
            () -> jobs.sleepers(2, 100)),
        new Pair("gc-pressure", () -> jobs.collectGarbage(true), () -> jobs.collectGarbage(false)),
        new Pair("spill", () -> jobs.window(true), () -> jobs.window(false)),
        new Pair("cache-unused", () -> jobs.cached(1), () -> jobs.cached(2)),
        new Pair("computed-twice", () -> jobs.twoActions(false), () -> jobs.twoActions(true)),
        new Pair("shuffle-larger-than-input", () -> jobs.exploded(10), () -> jobs.exploded(1)),
        new Pair("small-files", () -> jobs.files(25), () -> jobs.files(2)),
        new Pair("not-splittable", () -> jobs.text(true), () -> jobs.text(false)),
        new Pair("wide-rows", () -> jobs.columns(true), () -> jobs.columns(false)),
        new Pair("join-could-broadcast", () -> jobs.join(false), () -> jobs.join(true)),
        new Pair("cartesian-product", () -> jobs.pairs(1000), () -> jobs.pairs(10)),
        new Pair("uncombined-groups", () -> jobs.groups(false), () -> jobs.groups(true)),
        new Pair("same-query-twice", () -> jobs.query(true), () -> jobs.query(false)),
        new Pair("large-task-binary", () -> jobs.captured(300_000), () -> jobs.captured(100)),
        new Pair("large-task-binary", () -> jobs.written(300_000), () -> jobs.written(100)),
        new Pair("serialization", () -> jobs.streams(true), () -> jobs.streams(false)),
        new Pair("boxing", () -> jobs.boxes(true), () -> jobs.boxes(false)),
        new Pair("allocation", () -> jobs.buffers(100_000), () -> jobs.buffers(10)),
        new Pair("regex-per-row", () -> jobs.splits(false), () -> jobs.splits(true)),
        new Pair("formatter-per-row", () -> jobs.days(false), () -> jobs.days(true)),
        new Pair("exceptions", () -> jobs.parsed(false), () -> jobs.parsed(true)),
        new Pair("udf-with-built-in", () -> jobs.upper(false), () -> jobs.upper(true)));
  }

  @Test
  void eachRuleFindsItsFaultAndNothingWhereThereIsNone() throws Exception {
    var missed = new TreeMap<String, Object>();
    var falseAlarms = new TreeMap<String, Object>();
    var tried = new TreeSet<>(Set.of("large-heap"));
    for (Pair pair : pairs(new Jobs(LocalSpark.spark(), directory))) {
      tried.addAll(pair.rules);
      List<Finding> found =
          findings(pair.faulty, names -> names.containsAll(pair.rules), pair, missed);
      assertThat(found)
          .allSatisfy(
              each -> {
                assertThat(each.evidence()).containsPattern("\\d");
                assertThat(each.where()).isNotBlank();
                assertThat(each.remedy()).isNotBlank();
              });
      findings(pair.sound, names -> Collections.disjoint(names, pair.rules), pair, falseAlarms);
    }
    assertThat(missed).isEmpty();
    assertThat(falseAlarms).isEmpty();
    assertThat(tried).isEqualTo(new TreeSet<>(Rules.all().stream().map(Rule::name).toList()));
  }

  /**
   * What is found in the first run that is as it should be, or in the last, which is then noted.
   */
  private static List<Finding> findings(
      Run run, Predicate<Set<String>> expected, Pair pair, Map<String, Object> otherwise)
      throws Exception {
    List<Finding> found = List.of();
    for (int i = 0; i < ATTEMPTS; i++) {
      found = findings(run);
      if (expected.test(new TreeSet<>(found.stream().map(Finding::rule).toList()))) {
        return found;
      }
    }
    otherwise.put(pair.rules.toString(), found);
    return found;
  }

  private static List<Finding> findings(Run run) throws Exception {
    Profile profile = Profile.start(LocalSpark.spark());
    run.run();
    return profile.stop().profile().findings();
  }

  @Test
  void aHeapThatIsMuchTooLargeIsFound() {
    assertThat(ofHeap(200L << 20)).extracting(Finding::rule).containsExactly("large-heap");
    assertThat(ofHeap(3L << 30)).isEmpty();
  }

  private static List<Finding> ofHeap(long used) {
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app", "app", 0);
    builder.executorAdded("1", "host", 1, 0);
    builder.executorPeaks("1", Map.of("HeapMax", 8L << 30, "JVMHeapMemory", used));
    builder.ends(70_000, "complete", null);
    return Judge.judge(builder.build()).findings();
  }
}
