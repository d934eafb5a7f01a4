package dev.p3.profile.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import java.util.List;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the driver makes of what executors send, or do not. */
class CollectorTest {
  private static final long HOUR = 3_600_000;
  private final SparkContext context = LocalSpark.spark().sparkContext();
  private final Collector collector = Collector.of(context);
  private ProfileBuilder profile;

  @BeforeEach
  void begin() {
    profile = collector.begin(System.currentTimeMillis());
  }

  @AfterEach
  void end() {
    collector.end(profile, "");
  }

  /** One second's CPU time at a new stack, from a clock that is ahead of the driver's. */
  private static byte[] delta(String executor, long sequence, int number, long ahead) {
    long now = System.currentTimeMillis() + ahead;
    return new Delta(
            executor,
            sequence,
            now,
            number,
            List.of("frame-" + number),
            1 + number,
            List.of(new CallTree.Node(CallTree.ROOT, number)),
            List.of(new Delta.Count(Delta.Kind.CPU, 99, 0, 1 + number, 1_000_000)),
            new ProcessFigures.Reading(now, 1 << 20, 1 << 30, 1 << 21, 0, 0, 0, -1, 1, 2),
            new Delta.SamplerState("jfr", "", number, 0, 0, ""))
        .toBytes();
  }

  @Test
  void lostMessagesAreToldAndWhatComesLaterIsCounted() {
    collector.receive(delta("lost-1", 1, 0, 0));
    collector.receive(delta("lost-1", 4, 3, 0));
    collector.receive(delta("lost-1", 4, 3, 0)); // again, as its answer did not come
    collector.receive(delta("lost-1", 5, 4, 0));

    assertThat(profile.build().notes())
        .containsOnlyOnce(
            "Executor lost-1: 2 messages with about a second's samples each were lost.");
    assertThat(profile.foldedCpu())
        .filteredOn(line -> line.contains("frame-"))
        .hasSize(3)
        .allMatch(line -> line.endsWith(" 1000000"))
        .anyMatch(line -> line.contains("frame-4"));
  }

  @Test
  void whatIsNoMessageIsToldAndNothingElseHappens() {
    assertThat(collector.receive(new byte[] {1, 2, 3})).isEqualTo("");
    assertThat(profile.build().notes())
        .anyMatch(note -> note.startsWith("An executor's message was not understood"));
  }

  @Test
  void timesOfAnExecutorWhoseClockDiffersAreMovedAndThatIsTold() {
    collector.receive(delta("slow", 1, 0, -HOUR));
    collector.receive(delta("fast", 1, 0, HOUR));
    assertThat(profile.build().notes())
        .anyMatch(
            note -> note.startsWith("Executor slow: its clock is 3600.") && note.contains("behind"))
        .anyMatch(
            note -> note.startsWith("Executor fast: its clock is 3") && note.contains("ahead"));
    assertThat(profile.build().executors())
        .filteredOn(executor -> executor.id().equals("slow") || executor.id().equals("fast"))
        .hasSize(2)
        .allSatisfy(
            executor ->
                assertThat(executor.memory())
                    .singleElement()
                    .satisfies(point -> assertThat(point.at()).isBetween(0.0, 1_800.0)));
  }

  @Test
  void anExecutorThatWentAwayIsTold() {
    collector.receive(delta("gone", 1, 0, 0));
    profile.executorRemoved("gone", "worker lost", System.currentTimeMillis());
    assertThat(profile.build().notes())
        .contains(
            "Executor gone went away (worker lost): the samples of its last second are missing.");
  }
}
