package dev.p3.bench.peers;

import dev.p3.bench.BenchSpark;
import dev.p3.bench.Measured;
import dev.p3.cli.Main;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Rounds of k-means on every transport that runs here, beside the same kernel in C on one core and
 * MLlib: points of 8 columns at random in a cube, 16 clusters, from the same centers.
 *
 * <p>Counted are 100 rounds: what {@code k-means --compare} tells of a run whose centers move 101
 * times, less what it tells of one in which they move once. So loading, seeding and starting
 * processes do not count. The program in C begins where centers have moved once, and is held to the
 * bits of those that have moved 101 times. MLlib takes fewer rounds, since it takes them slowly.
 */
public final class TransportPeers {
  private static final int CORES = 2;
  private static final int COLUMNS = 8;
  private static final int K = 16;
  private static final int ROUNDS = 100;
  private static final int ROUNDS_OF_MLLIB = 20;
  private static final double NANOS = 1e6; // in a millisecond
  private static final double MILLIS = 1e3;
  private static final Path HOME = Path.of("jobs", "bench", "target");

  private final SparkSession spark;
  private final String points;
  private final double[][] columns;

  private TransportPeers(int rows, SparkSession spark) {
    this.spark = spark;
    Path file = HOME.resolve("tables").resolve("points-" + rows + ".parquet");
    this.points = file.toString();
    if (!Files.exists(file.resolve("_SUCCESS"))) {
      spark
          .range(0, rows, 1, CORES)
          .select(
              IntStream.range(0, COLUMNS)
                  .mapToObj(j -> functions.rand(j).as("c" + j))
                  .toArray(Column[]::new))
          .write()
          .mode("overwrite")
          .parquet(points);
    }
    List<Row> all = spark.read().parquet(points).collectAsList();
    this.columns = new double[COLUMNS][all.size()];
    for (int j = 0; j < COLUMNS; j++) {
      int column = j;
      Arrays.setAll(columns[j], i -> all.get(i).getDouble(column));
    }
  }

  /**
   * Measures.
   *
   * @param args how many points (1000000) and turns (3)
   */
  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int turns = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    SparkSession spark = BenchSpark.open(CORES);
    try {
      new TransportPeers(rows, spark).measure(turns);
    } finally {
      spark.stop();
    }
  }

  /** The first turn warms up. */
  private void measure(int turns) throws Exception {
    var wall = new Figures("ms");
    var cpu = new Figures("CPU ms");
    Path program = program();
    JavaRDD<Vector> vectors = vectors();
    for (int turn = 0; turn <= turns; turn++) {
      Map<String, Double> taken = transports();
      double[] begun = centers(1);
      taken.put("the kernel in C, one thread", inC(program, begun, centers(1 + ROUNDS)));
      double[] ofMllib = mllib(vectors, begun);
      taken.put("MLlib, `KMeans` of RDDs", ofMllib[0]);
      double ofSpark = (cpuOfSpark(1 + ROUNDS) - cpuOfSpark(1)) / ROUNDS;
      System.err.printf(
          Locale.ROOT, "%d %s, CPU %.2f and %.2f%n", turn, taken, ofSpark, ofMllib[1]);
      if (turn > 0) {
        taken.forEach(wall::add);
        cpu.add("`spark`", ofSpark);
        cpu.add("MLlib, `KMeans` of RDDs", ofMllib[1]);
      }
    }
    wall.print();
    cpu.print();
  }

  /** Milliseconds of a round by transport, serial first. */
  private Map<String, Double> transports() throws Exception {
    Map<String, Double> once = compared(1);
    Map<String, Double> often = compared(1 + ROUNDS);
    var rounds = new LinkedHashMap<String, Double>();
    rounds.put("`serial`", 0.0);
    often.forEach(
        (name, all) -> rounds.put("`" + name + "`", (all - once.get(name)) * MILLIS / ROUNDS));
    return rounds;
  }

  private Map<String, Double> compared(int moves) throws Exception {
    Main.main(
        words(
            moves,
            "--compare",
            "--out",
            "centers=" + out("centers-" + moves),
            "--out",
            "transports=" + out("transports")));
    var seconds = new LinkedHashMap<String, Double>();
    for (Row row : spark.read().parquet(path("transports")).collectAsList()) {
      if (row.isNullAt(1)) {
        System.err.println(row.getString(0) + ": " + row.<String>getAs("note"));
      } else {
        seconds.put(row.getString(0), row.getDouble(1));
      }
    }
    return seconds;
  }

  private double cpuOfSpark(int moves) throws Exception {
    long before = Measured.cpu();
    Main.main(words(moves, "--out", "centers=" + out("centers-of-spark")));
    return (Measured.cpu() - before) / NANOS;
  }

  private String[] words(int moves, String... more) {
    List<String> names = IntStream.range(0, COLUMNS).mapToObj(j -> "c" + j).toList();
    String[] words = {
      "run",
      "k-means",
      "--in",
      "parquet:" + points,
      "--columns",
      String.join(",", names),
      "--k",
      String.valueOf(K),
      "--starts",
      "1",
      "--iterations",
      String.valueOf(moves),
      "--overwrite"
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  private static String out(String name) {
    return "parquet:" + path(name);
  }

  private static String path(String name) {
    return HOME.resolve("out").resolve(name + ".parquet").toString();
  }

  /** Where centers were after so many moves, one after the other. */
  private double[] centers(int moves) {
    return spark
        .read()
        .parquet(path("centers-" + moves))
        .orderBy("cluster")
        .collectAsList()
        .stream()
        .flatMapToDouble(row -> IntStream.range(0, COLUMNS).mapToDouble(j -> row.getDouble(2 + j)))
        .toArray();
  }

  private JavaRDD<Vector> vectors() {
    JavaRDD<Vector> vectors =
        spark
            .read()
            .parquet(points)
            .javaRDD()
            .map(
                row ->
                    Vectors.dense(
                        IntStream.range(0, COLUMNS).mapToDouble(row::getDouble).toArray()))
            .cache();
    vectors.count();
    return vectors;
  }

  /** Milliseconds of a round, and of CPU. */
  private static double[] mllib(JavaRDD<Vector> vectors, double[] begun) {
    Vector[] centers = new Vector[K];
    Arrays.setAll(
        centers, c -> Vectors.dense(Arrays.copyOfRange(begun, c * COLUMNS, (c + 1) * COLUMNS)));
    KMeans kMeans =
        new KMeans()
            .setK(K)
            .setMaxIterations(ROUNDS_OF_MLLIB)
            .setEpsilon(0)
            .setInitialModel(new KMeansModel(centers));
    long cpu = Measured.cpu();
    long start = System.nanoTime();
    kMeans.run(vectors.rdd());
    double rounds = NANOS * ROUNDS_OF_MLLIB;
    return new double[] {(System.nanoTime() - start) / rounds, (Measured.cpu() - cpu) / rounds};
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

  /** Milliseconds of a round of the program, which is held to the bits of the job. */
  private double inC(Path program, double[] begun, double[] expected)
      throws IOException, InterruptedException {
    List<String> lines =
        output(
                program.toString(),
                written(begun).toString(),
                String.valueOf(columns[0].length),
                String.valueOf(COLUMNS),
                String.valueOf(K),
                String.valueOf(1 + ROUNDS))
            .lines()
            .toList();
    for (int at = 0; at < expected.length; at++) {
      String bits = String.format(Locale.ROOT, "%016x", Double.doubleToRawLongBits(expected[at]));
      if (!bits.equals(lines.get(1 + at))) {
        throw new IllegalStateException(
            "The program gives other bits than the job: " + lines.get(1 + at) + ", not " + bits);
      }
    }
    return Long.parseLong(lines.get(0)) / NANOS / (1 + ROUNDS);
  }

  /** The points and the centers to begin with as the program reads them. */
  private Path written(double[] centers) throws IOException {
    ByteBuffer head = buffer(COLUMNS + 1 + centers.length);
    double squares = 0;
    for (double[] column : columns) {
      double least = Arrays.stream(column).min().orElseThrow();
      double most = Arrays.stream(column).max().orElseThrow();
      head.putLong(Math.getExponent(most) + 1);
      squares += (most - least) * (most - least);
    }
    head.putLong(Math.getExponent(2 * squares) + 1);
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
        ByteBuffer values = buffer(column.length);
        values.asDoubleBuffer().put(column);
        out.write(values);
      }
    }
    return file;
  }

  private static ByteBuffer buffer(int values) {
    return ByteBuffer.allocate(values * Double.BYTES).order(ByteOrder.nativeOrder());
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
}
