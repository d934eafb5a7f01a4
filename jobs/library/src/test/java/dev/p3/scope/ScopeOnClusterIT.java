package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.ClusterSpark;
import dev.p3.Hanging;
import dev.p3.scope.TestRecordModule.Counters;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import dev.p3.scope.TestRecordModule.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Counts how often a process makes it, and how many of those are not garbage. */
  public record Counted(String word, int[] numbers) {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final Queue<WeakReference<int[]>> HELD = new ConcurrentLinkedQueue<>();

    public Counted {
      MADE.incrementAndGet();
      HELD.add(new WeakReference<>(numbers));
    }

    static long alive() {
      System.gc();
      return HELD.stream().filter(each -> each.get() != null).count();
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
  void everyProcessMakesTheRecordOnce(@TempDir Path folder) {
    String met = folder.toString();
    try (var scope =
        UncheckedScope.open(
            spark, () -> Scope.open(spark, new Counted("word", new int[100_000])))) {
      JavaRDD<String> counts =
          scope.map(
              context.parallelize(IntStream.range(0, 40).boxed().toList(), 40),
              (values, number) -> {
                awaitBoth(met);
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
              int result =
                  values.traced().value().twice(number) * values.factor()
                      + values.numbers()[number];
              Hanging.until("the kill", () -> Files.exists(Path.of(traces, "killed")));
              return result;
            });

    CompletableFuture<List<Integer>> running = CompletableFuture.supplyAsync(answers::collect);
    Hanging.until("both executors", () -> processesThat("built", folder).size() == 2);
    String killed = processesThat("built", folder).iterator().next();
    assertThat(ProcessHandle.of(Long.parseLong(killed)).orElseThrow().destroyForcibly()).isTrue();
    Files.createFile(folder.resolve("killed"));

    assertThat(running.get()).isEqualTo(asked.stream().map(number -> 21 * number).toList());
    assertThat(answers.collect()).isEqualTo(asked.stream().map(number -> 21 * number).toList());
    assertThat(processesThat("closed", folder)).isEmpty();
    Set<String> built = processesThat("built", folder);
    assertThat(scope.builds("traced")).isBetween(1L, (long) built.size());

    scope.close();

    BroadcastBlocks.awaitGone(broadcasts);
    built.remove(killed);
    assertThat(built).isNotEmpty();
    Hanging.until("closing", () -> processesThat("closed", folder).equals(built));
    assertThatThrownBy(answers::collect)
        .rootCause()
        .isInstanceOf(ClosedScopeException.class)
        .hasMessageMatching(
            "Scope Everything \\(opened at ScopeOnClusterIT\\.java:\\d+\\) is closed: the RDD made by map at ScopeOnClusterIT\\.java:\\d+ needs it .*");
  }

  private static void useOnBothExecutors(PerExecutor<Traced> traced) {
    try (var scope = Scope.open(spark, new Everything(traced, new int[1], 1))) {
      scope.foreach(
          context.parallelize(IntStream.range(0, 60).boxed().toList(), 60),
          (values, number) -> values.traced().value().twice(number));
    }
  }

  @Test
  void anErrorOfACloserEndsNoExecutorsWatchOverLaterScopes(@TempDir Path folder) throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Path whole = Files.createDirectory(folder.resolve("whole"));
    String ofBroken = broken.toString();
    String ofWhole = whole.toString();

    useOnBothExecutors(
        PerExecutor.of(
            () -> new Traced(ofBroken),
            traced -> {
              traced.close();
              throw new NoClassDefFoundError("gone with its jar");
            }));
    Hanging.until(
        "closing", () -> processesThat("closed", broken).equals(processesThat("built", broken)));
    useOnBothExecutors(PerExecutor.of(() -> new Traced(ofWhole)));

    assertThat(processesThat("built", whole)).isNotEmpty();
    Hanging.until(
        "closing", () -> processesThat("closed", whole).equals(processesThat("built", whole)));
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
  void roundsOfOpeningAndClosingLeaveNothingInTheHeapOfExecutors(@TempDir Path folder) {
    for (int round = 0; round < 100; round++) {
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
    }

    Hanging.until(
        "the end of all values",
        () -> aliveByProcess(folder).values().stream().allMatch(alive -> alive == 0));
  }

  /** How many of the arrays that it received each process still holds. */
  private static Map<String, Long> aliveByProcess(Path folder) throws IOException {
    String met = Files.createTempDirectory(folder, "met").toString();
    Map<String, Long> alive = new TreeMap<>();
    context
        .parallelize(List.of(1, 2, 3, 4), 4)
        .map(
            number -> {
              awaitBoth(met);
              return ProcessHandle.current().pid() + " " + Counted.alive();
            })
        .collect()
        .forEach(line -> alive.put(line.split(" ")[0], Long.valueOf(line.split(" ")[1])));
    assertThat(alive).hasSize(2);
    return alive;
  }

  /** So that both executors get tasks: each task waits until both have come to the folder. */
  private static void awaitBoth(String folder) throws IOException {
    Path mark = Path.of(folder, "met-" + ProcessHandle.current().pid());
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
    Hanging.until("both executors", () -> processesThat("met", Path.of(folder)).size() >= 2);
  }
}
