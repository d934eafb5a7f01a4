package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.ClusterSpark;
import dev.p3.scope.TestRecordModule.Counters;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import dev.p3.scope.TestRecordModule.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scopes between processes, one of which is killed. */
class ScopeOnClusterIT {
  private static SparkSession spark;
  private static JavaSparkContext context;

  // Not where they are declared: executors load this class too.
  @BeforeAll
  static void start() {
    spark = ClusterSpark.open(Map.of("spark.locality.wait", "0"));
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Counts how often a process makes it. */
  public record Counted(String word, int[] numbers) {
    private static final AtomicInteger MADE = new AtomicInteger();

    public Counted {
      MADE.incrementAndGet();
    }
  }

  /** A value that leaves a file when it is made and one when it is closed. */
  static final class Traced implements AutoCloseable {
    private final Path folder;

    Traced(String folder) {
      this.folder = Path.of(folder);
      leave("built");
    }

    private void leave(String what) {
      try {
        Files.createFile(folder.resolve(what + "-" + ProcessHandle.current().pid()));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // also when this process has made one before
      }
    }

    int twice(int number) {
      return 2 * number;
    }

    @Override
    public void close() {
      leave("closed");
    }
  }

  /** Small, large and built values. */
  public record Everything(PerExecutor<Traced> traced, int[] numbers, int factor) {}

  private static Set<String> processesThat(String did, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(did + "-"))
          .map(name -> name.substring(did.length() + 1))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyProcessMakesTheRecordOnce() {
    try (var scope =
        UncheckedScope.open(
            spark, () -> Scope.open(spark, new Counted("word", new int[100_000])))) {
      JavaRDD<String> counts =
          scope.map(
              context.parallelize(IntStream.range(0, 40).boxed().toList(), 40),
              (values, number) -> {
                Thread.sleep(10); // so that both executors get tasks
                return ProcessHandle.current().pid() + " " + Counted.MADE.get();
              });

      Set<String> seen = new TreeSet<>(counts.collect());
      seen.addAll(counts.collect());

      assertThat(seen).hasSize(2).allMatch(count -> count.endsWith(" 1"));
    }
  }

  @Test
  void survivesAnExecutorThatIsKilledAndLeavesNothing(@TempDir Path folder) throws Exception {
    int[] numbers = IntStream.range(0, 50_000).toArray();
    String traces = folder.toString();
    List<Integer> asked = IntStream.range(0, 60).boxed().toList();
    List<Scope<Everything>> opened = new ArrayList<>();
    Set<Long> broadcasts =
        BroadcastBlocks.addedBy(
            () ->
                opened.add(
                    Scope.open(
                        spark,
                        new Everything(PerExecutor.of(() -> new Traced(traces)), numbers, 10))));
    assertThat(broadcasts).hasSize(2);
    Scope<Everything> scope = opened.get(0);
    JavaRDD<Integer> answers =
        scope.map(
            context.parallelize(asked, 60),
            (values, number) -> {
              Thread.sleep(50);
              return values.traced().value().twice(number) * values.factor()
                  + values.numbers()[number];
            });

    CompletableFuture<List<Integer>> running = CompletableFuture.supplyAsync(answers::collect);
    assertThat(BroadcastBlocks.becomesTrue(() -> processesThat("built", folder).size() == 2))
        .isTrue();
    String killed = processesThat("built", folder).iterator().next();
    assertThat(ProcessHandle.of(Long.parseLong(killed)).orElseThrow().destroyForcibly()).isTrue();

    assertThat(running.get()).isEqualTo(asked.stream().map(number -> 21 * number).toList());
    assertThat(answers.collect()).isEqualTo(asked.stream().map(number -> 21 * number).toList());
    assertThat(processesThat("closed", folder)).isEmpty();
    Set<String> built = processesThat("built", folder);
    assertThat(scope.builds("traced")).isBetween(1L, (long) built.size());

    scope.close();

    assertThat(BroadcastBlocks.areGone(broadcasts)).isTrue();
    built.remove(killed);
    assertThat(built).isNotEmpty();
    assertThat(BroadcastBlocks.becomesTrue(() -> processesThat("closed", folder).equals(built)))
        .isTrue();
    assertThatThrownBy(answers::collect)
        .rootCause()
        .isInstanceOf(ClosedScopeException.class)
        .hasMessageMatching(
            "Scope Everything \\(opened at ScopeOnClusterIT\\.java:\\d+\\) is closed: the RDD made by map at ScopeOnClusterIT\\.java:\\d+ needs it .*");
  }

  @Test
  void aFunctionThatChangesTheScopeIsFound() {
    try (var scope =
        Scope.open(spark, new Counters(new HashMap<>(), new int[2], new HashSet<>()))) {
      JavaRDD<Integer> counted =
          scope.map(
              context.parallelize(List.of("a", "b", "a"), 2),
              (counters, word) -> counters.counts().merge(word, 1, Integer::sum));

      assertThatThrownBy(counted::collect)
          .hasStackTraceContaining("map at ScopeOnClusterIT.java:")
          .hasStackTraceContaining("changed component `counts` of Scope Counters");
    }
  }

  @ParameterizedTest
  @EnumSource
  void classicMistakesComeToTheSameHereAsInLocalMode(ClassicMistakes mistake) {
    assertThat(mistake.in(spark)).isEqualTo(mistake.expected());
  }

  @Test
  void twoScopesServeOneQueryOverAShuffle() {
    List<String> codes = List.of("KEF", "WLG", "KEF", "XXX");
    try (var outer =
            Scope.open(
                spark, new Lookups(new HashMap<>(Map.of("KEF", new Place("Keflavik", 64))), 3));
        var inner = Scope.open(spark, new Sizes(new int[] {7}, "from", Map.of("KEF", 2)))) {
      Dataset<String> known =
          outer.filter(
              spark.createDataset(codes, Encoders.STRING()).repartition(3),
              (values, code) -> values.places().containsKey(code));
      Dataset<String> told =
          inner.mapGroups(
              outer
                  .map(known, (values, code) -> values.places().get(code).name(), Encoders.STRING())
                  .groupByKey((MapFunction<String, String>) name -> name, Encoders.STRING()),
              (values, name, names) -> {
                int count = values.numbers()[0];
                while (names.hasNext()) {
                  names.next();
                  count++;
                }
                return count + " " + values.word() + " " + name;
              },
              Encoders.STRING());

      assertThat(told.collectAsList()).containsExactly("9 from Keflavik");
    }
  }

  @Test
  void roundsOfOpeningAndClosingLeaveTheHeapOfExecutorsFlat() {
    Map<String, Long> before = new TreeMap<>();
    for (int round = 0; round < 120; round++) {
      int last = round;
      int[] numbers = new int[250_000]; // a megabyte
      numbers[0] = round;
      try (var scope = Scope.open(spark, new Counted("round", numbers))) {
        assertThat(
                scope
                    .map(context.parallelize(List.of(1, 2), 2), (values, n) -> values.numbers()[0])
                    .collect())
            .containsExactly(last, last);
      }
      if (round == 19) {
        before.putAll(usedHeap());
      }
    }

    Map<String, Long> after = usedHeap();
    assertThat(after).hasSameSizeAs(before);
    after.forEach(
        (process, bytes) ->
            assertThat(bytes - before.get(process))
                .as("growth of process %s over 100 rounds of a megabyte", process)
                .isLessThan(25_000_000));
  }

  /** Bytes in use by process id, after a collection, once the closed scopes have been noticed. */
  private static Map<String, Long> usedHeap() {
    Map<String, Long> used = new TreeMap<>();
    while (used.size() < 2) {
      context
          .parallelize(IntStream.range(0, 4).boxed().toList(), 4)
          .map(
              number -> {
                Thread.sleep(1500); // closed scopes are noticed within a second
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                return ProcessHandle.current().pid()
                    + " "
                    + (runtime.totalMemory() - runtime.freeMemory());
              })
          .collect()
          .forEach(line -> used.put(line.split(" ")[0], Long.valueOf(line.split(" ")[1])));
    }
    return used;
  }
}
