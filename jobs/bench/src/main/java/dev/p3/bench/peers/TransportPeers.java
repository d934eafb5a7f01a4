package dev.p3.bench.peers;

import dev.p3.bench.BenchSpark;
import dev.p3.patterns.transport.KMeansKernel;
import dev.p3.patterns.transport.KMeansState;
import dev.p3.patterns.transport.MllibRounds;
import dev.p3.patterns.transport.NearestCenters;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import dev.p3.transport.Transport.Home;
import dev.p3.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.sql.SparkSession;

/**
 * Rounds of k-means on every transport that runs here, beside the same kernel in C on one core and
 * MLlib from the same starting centers: points of 8 columns at random in a cube, 16 clusters, 21
 * rounds. Counted is what the rounds take, without loading points and starting processes; the CPU
 * time is that of this JVM alone, and of all that a contender does.
 */
public final class TransportPeers {
  private static final int CORES = 2;
  private static final int COLUMNS = 8;
  private static final int K = 16;

  /** Centers move so often; one round more takes the last within-SS. */
  private static final int ITERATIONS = 20;

  private static final int ROUNDS = ITERATIONS + 1;
  private static final Path HOME = Path.of("jobs", "bench", "target");

  /** Points that executors in this JVM take from here. */
  private static final List<List<List<ColumnBlock>>> SHARED = new CopyOnWriteArrayList<>();

  /** Printed in the end, so that no work is left out. */
  private static volatile double kept;

  private final double[][] columns;
  private final KMeansKernel kernel;
  private final double[] centers;
  private final JavaSparkContext spark;

  private TransportPeers(int rows, SparkSession session) {
    var random = new SplittableRandom(rows);
    this.columns = new double[COLUMNS][];
    Arrays.setAll(columns, j -> random.doubles(rows).toArray());
    this.centers = new double[K * COLUMNS];
    Arrays.setAll(centers, at -> columns[at % COLUMNS][at / COLUMNS]);
    this.kernel =
        new KMeansKernel(
            new KMeansKernel.Settings(K, ITERATIONS, 0, 1, 1), new double[COLUMNS], ones());
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /**
   * Measures.
   *
   * @param args how many points (1000000) and turns (3)
   */
  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int turns = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    SparkSession session = BenchSpark.open(CORES);
    try {
      new TransportPeers(rows, session).measure(rows, turns);
    } finally {
      session.stop();
    }
  }

  private void measure(int rows, int turns) throws Exception {
    Parts<ColumnBlock> here = Parts.of(partitions(rows));
    Parts<ColumnBlock> spread = persisted(partitions(rows));
    Parts<ColumnBlock> few = persisted(partitions(10 * K));
    var contenders = new SideBySide();
    for (Transport transport : Transports.all()) {
      Parts<ColumnBlock> parts = transport.home() == Home.DRIVER ? here : spread;
      if (transport.whyNot(parts).isPresent()) {
        System.err.println(transport.name() + ": " + transport.whyNot(parts).get());
      } else {
        contenders.timed("`" + transport.name() + "`", () -> nanos(transport, parts));
      }
    }
    contenders.timed("`spark`, 160 points", () -> nanos(Transports.named("spark"), few));
    contenders.with("nearest centers alone, one thread", () -> nearestAlone(here));
    Path program = program();
    Path points = written(rows);
    contenders.timed("the kernel in C, one thread", () -> inC(program, points, rows));
    JavaRDD<Vector> vectors = vectors(spread);
    contenders.with("MLlib, `KMeans` of RDDs", () -> mllib(vectors));
    contenders.run(turns);
    System.err.println("Kept: " + kept);
  }

  private long nanos(Transport transport, Parts<ColumnBlock> parts) {
    Rounds<KMeansState> rounds = transport.run(kernel, parts, KMeansState.assigning(1, centers));
    return rounds.nanos() / rounds.count() * ROUNDS;
  }

  private void nearestAlone(Parts<ColumnBlock> parts) {
    NearestCenters search = NearestCenters.fastest();
    var nearest = new int[search.batch()];
    var squares = new double[search.batch()];
    for (int round = 0; round < ROUNDS; round++) {
      for (List<ColumnBlock> blocks : parts.lists(kernel.blocks())) {
        for (ColumnBlock block : blocks) {
          for (int from = 0; from < block.rows(); from += search.batch()) {
            int some = Math.min(search.batch(), block.rows() - from);
            search.find(block, from, some, centers, nearest, squares);
            kept = squares[0];
          }
        }
      }
    }
  }

  private List<List<ColumnBlock>> partitions(int rows) {
    List<List<ColumnBlock>> partitions = new ArrayList<>();
    for (int part = 0; part < CORES; part++) {
      int from = (int) ((long) rows * part / CORES);
      int to = (int) ((long) rows * (part + 1) / CORES);
      var blocks = new ArrayList<ColumnBlock>();
      for (int at = from; at < to; at += ColumnBlock.USUAL_ROWS) {
        int start = at;
        int end = Math.min(to, at + ColumnBlock.USUAL_ROWS);
        blocks.add(
            new ColumnBlock(
                Arrays.stream(columns)
                    .map(column -> Arrays.copyOfRange(column, start, end))
                    .toArray(double[][]::new),
                end - start));
      }
      partitions.add(blocks);
    }
    return partitions;
  }

  /** In Spark's cache, made there: lists that a driver distributes travel with each task. */
  private Parts<ColumnBlock> persisted(List<List<ColumnBlock>> partitions) {
    int number = SHARED.size();
    SHARED.add(partitions);
    JavaRDD<ColumnBlock> blocks =
        spark
            .parallelize(IntStream.range(0, CORES).boxed().toList(), CORES)
            .flatMap(part -> SHARED.get(number).get(part).iterator())
            .cache();
    blocks.count();
    return Parts.of(blocks);
  }

  private static JavaRDD<Vector> vectors(Parts<ColumnBlock> spread) {
    JavaRDD<Vector> vectors = spread.rdd(null).flatMap(MllibRounds::points).cache();
    vectors.count();
    return vectors;
  }

  private Vector vector(int row) {
    return Vectors.dense(Arrays.stream(columns).mapToDouble(column -> column[row]).toArray());
  }

  private void mllib(JavaRDD<Vector> vectors) {
    KMeansModel model =
        new KMeans()
            .setK(K)
            .setMaxIterations(ROUNDS)
            .setEpsilon(0)
            .setInitialModel(new KMeansModel(IntStream.range(0, K).mapToObj(this::vector).toList()))
            .run(vectors.rdd());
    kept = model.trainingCost();
  }

  private static Path program() throws IOException, InterruptedException {
    Path program = Files.createDirectories(HOME.resolve("c")).resolve("kmeans");
    output(
        "gcc",
        "-O3",
        "-march=native",
        "-ffp-contract=off",
        "-o",
        program.toString(),
        Path.of("jobs", "bench", "src", "main", "c", "kmeans.c").toString(),
        "-lm");
    return program;
  }

  /** The points as the program reads them. */
  private Path written(int rows) throws IOException {
    int square = Math.getExponent(2.0 * COLUMNS) + 1;
    ByteBuffer head = buffer(COLUMNS + 1 + centers.length);
    for (int j = 0; j < COLUMNS; j++) {
      head.putLong(Math.getExponent(1.0) + 1);
    }
    head.putLong(square);
    for (double center : centers) {
      head.putDouble(center);
    }
    Path file = HOME.resolve("c").resolve("points.bin");
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(head.flip());
      for (double[] column : columns) {
        ByteBuffer values = buffer(rows);
        values.asDoubleBuffer().put(column);
        out.write(values);
      }
    }
    return file;
  }

  private static ByteBuffer buffer(int values) {
    return ByteBuffer.allocate(values * Double.BYTES).order(ByteOrder.nativeOrder());
  }

  /** Runs the program, and holds it to the bits of the kernel. */
  private long inC(Path program, Path points, int rows) throws IOException, InterruptedException {
    List<String> lines =
        output(
                program.toString(),
                points.toString(),
                String.valueOf(rows),
                String.valueOf(COLUMNS),
                String.valueOf(K),
                String.valueOf(ROUNDS))
            .lines()
            .toList();
    Rounds<KMeansState> here =
        Transports.named("serial")
            .run(kernel, Parts.of(partitions(rows)), KMeansState.assigning(1, centers));
    double[] expected = here.last().best().centers();
    for (int at = 0; at < expected.length; at++) {
      String bits = String.format(Locale.ROOT, "%016x", Double.doubleToRawLongBits(expected[at]));
      if (!bits.equals(lines.get(1 + at))) {
        throw new IllegalStateException(
            "The program gives other bits than the kernel: " + lines.get(1 + at) + ", not " + bits);
      }
    }
    return Long.parseLong(lines.get(0));
  }

  private static String output(String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("Failed: " + String.join(" ", words));
    }
    return text;
  }

  private static double[] ones() {
    var ones = new double[COLUMNS];
    Arrays.fill(ones, 1);
    return ones;
  }
}
