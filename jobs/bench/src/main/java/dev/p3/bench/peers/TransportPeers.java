package dev.p3.bench.peers;

import dev.p3.bench.BenchSpark;
import dev.p3.bench.Measured;
import dev.p3.patterns.transport.KMeansKernel;
import dev.p3.patterns.transport.KMeansState;
import dev.p3.patterns.transport.OpenClTransport;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import dev.p3.transport.Transports;
import dev.p3.transport.Wire;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * MLlib: points of 8 columns at random in a cube, 16 clusters, from the same centers, of which the
 * first are the first points.
 *
 * <p>Centers move twenty times, and then begin anew, twelve times in one run. Counted are the
 * rounds of the last six of these, when processes have started, blocks have come and compilers have
 * done their work; a kernel that looks at the clock after each round tells. All are held to the
 * same bits. MLlib begins once: counted are a run of 40 rounds less one of 20.
 */
public final class TransportPeers {
  private static final int CORES = 2;
  private static final int COLUMNS = 8;
  private static final int K = 16;
  private static final int MOVES = 20;
  private static final int ROUNDS = MOVES + 1; // the last moves no center
  private static final int TIMES = 12;
  private static final int COUNTED = TIMES / 2;
  private static final double NANOS = 1e6; // in a millisecond
  private static final Path HOME = Path.of("jobs", "bench", "target");

  private final SparkSession spark;
  private final String points;
  private final double[][] columns;
  private final double[] least;
  private final double[] most;
  private final double[] begun;

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
    this.least =
        Arrays.stream(columns)
            .mapToDouble(each -> Arrays.stream(each).min().orElseThrow())
            .toArray();
    this.most =
        Arrays.stream(columns)
            .mapToDouble(each -> Arrays.stream(each).max().orElseThrow())
            .toArray();
    this.begun = new double[K * COLUMNS];
    Arrays.setAll(begun, at -> columns[at % COLUMNS][at / COLUMNS]);
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
    var figures = new Figures("ms a round", "CPU ms a round");
    Path program = program();
    for (int turn = 0; turn <= turns; turn++) {
      Map<String, double[]> taken = new LinkedHashMap<>();
      double[] ended = null;
      for (Transport transport : Transports.all()) {
        // Each has blocks of its own: what the kernel keeps of those of others takes memory.
        Parts<ColumnBlock> parts = parts();
        Optional<String> whyNot = transport.whyNot(parts);
        if (whyNot.isPresent()) {
          System.err.println(transport.name() + ": " + whyNot.get());
          continue;
        }
        double[] centers = rounds(transport, parts, taken);
        ended = ended == null ? centers : ended;
        requireSame(ended, centers, transport.name());
      }
      double inC = inC(program, ended);
      taken.put("the kernel in C, one thread", new double[] {inC, Double.NaN});
      taken.put("MLlib, `KMeans` of RDDs", mllib());
      for (Map.Entry<String, double[]> each : taken.entrySet()) {
        System.err.println(turn + " " + each.getKey() + " " + Arrays.toString(each.getValue()));
        if (turn > 0) {
          figures.add(each.getKey(), each.getValue());
        }
      }
    }
    figures.print();
  }

  /** The last centers; puts what the rounds took under the transport's name. */
  private double[] rounds(
      Transport transport, Parts<ColumnBlock> parts, Map<String, double[]> taken) {
    System.gc();
    String name = "`" + transport.name() + "`";
    if (transport instanceof OpenClTransport) {
      // Only the kernel itself finds the nearest centers on a device.
      Rounds<KMeansState> once = transport.run(kernel(MOVES), parts, state());
      double twice = transport.run(kernel(2 * MOVES), parts, state()).nanos();
      taken.put(name, new double[] {(twice - once.nanos()) / NANOS / MOVES, Double.NaN});
      return once.last().best().centers();
    }
    Rounds<KMeansState> all = transport.run(new Repeated(kernel(MOVES), begun), parts, state());
    List<double[]> moments = all.figures();
    if (moments.size() != TIMES * ROUNDS) {
      throw new IllegalStateException(moments.size() + " rounds: a cluster was empty, or settled");
    }
    double[] last = moments.get(TIMES * ROUNDS - 1);
    double[] before = moments.get((TIMES - COUNTED) * ROUNDS - 1);
    var figures = new double[last.length];
    Arrays.setAll(figures, i -> (last[i] - before[i]) / NANOS / (COUNTED * ROUNDS));
    taken.put(name, figures);
    return all.last().best().centers();
  }

  private static void requireSame(double[] expected, double[] centers, String name) {
    if (!Arrays.equals(expected, centers)) {
      throw new IllegalStateException("Other bits from " + name);
    }
  }

  private KMeansKernel kernel(int moves) {
    return new KMeansKernel(new KMeansKernel.Settings(K, moves, 0, 1, 0), least, most);
  }

  private KMeansState state() {
    return KMeansState.assigning(1, begun);
  }

  /** The points in as many parts as there are cores, in blocks as the job makes them. */
  private Parts<ColumnBlock> parts() {
    int rows = columns[0].length;
    List<List<ColumnBlock>> parts = new ArrayList<>();
    for (int part = 0; part < CORES; part++) {
      List<ColumnBlock> blocks = new ArrayList<>();
      int end = (int) ((part + 1L) * rows / CORES);
      for (int from = (int) ((long) part * rows / CORES); from < end; ) {
        int to = Math.min(end, from + ColumnBlock.USUAL_ROWS);
        double[][] block = new double[COLUMNS][];
        for (int j = 0; j < COLUMNS; j++) {
          block[j] = Arrays.copyOfRange(columns[j], from, to);
        }
        blocks.add(new ColumnBlock(block, to - from));
        from = to;
      }
      parts.add(blocks);
    }
    return Parts.of(parts);
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

  /** Milliseconds of a round, and of CPU. Its vectors are there only now: others collect less. */
  private double[] mllib() {
    JavaRDD<Vector> vectors = vectors();
    double[] once = mllib(vectors, MOVES);
    double[] twice = mllib(vectors, 2 * MOVES);
    vectors.unpersist();
    Arrays.setAll(twice, i -> (twice[i] - once[i]) / MOVES);
    return twice;
  }

  private double[] mllib(JavaRDD<Vector> vectors, int rounds) {
    System.gc();
    Vector[] centers = new Vector[K];
    Arrays.setAll(
        centers, c -> Vectors.dense(Arrays.copyOfRange(begun, c * COLUMNS, (c + 1) * COLUMNS)));
    KMeans kMeans =
        new KMeans()
            .setK(K)
            .setMaxIterations(rounds)
            .setEpsilon(0)
            .setInitialModel(new KMeansModel(centers));
    long cpu = Measured.cpu();
    long start = System.nanoTime();
    kMeans.run(vectors.rdd());
    return new double[] {(System.nanoTime() - start) / NANOS, (Measured.cpu() - cpu) / NANOS};
  }

  /**
   * The kernel, again and again from the same centers, whose figures are the time on the clock and
   * the CPU time of the driver.
   */
  private record Repeated(KMeansKernel kernel, double[] begun)
      implements MapReduce<ColumnBlock, KMeansState, long[]> {
    @Override
    public long[] zero(KMeansState state) {
      return kernel.zero(state);
    }

    @Override
    public long[] map(ColumnBlock block, KMeansState state) {
      return kernel.map(block, state);
    }

    @Override
    public long[] combine(long[] one, long[] other, KMeansState state) {
      return kernel.combine(one, other, state);
    }

    @Override
    public KMeansState finish(long[] total, KMeansState state) {
      KMeansState next = kernel.finish(total, state);
      return kernel.isDone(next) && state.start() < TIMES
          ? KMeansState.assigning(state.start() + 1, begun)
          : next;
    }

    @Override
    public boolean isDone(KMeansState state) {
      return kernel.isDone(state);
    }

    @Override
    public double[] figures(KMeansState state) {
      return new double[] {System.nanoTime(), Measured.cpu()};
    }

    @Override
    public boolean addsUp(KMeansState state) {
      return kernel.addsUp(state);
    }

    @Override
    public Wire<ColumnBlock> blocks() {
      return kernel.blocks();
    }

    @Override
    public Wire<KMeansState> states() {
      return kernel.states();
    }

    @Override
    public Wire<long[]> partials() {
      return kernel.partials();
    }
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
  private double inC(Path program, double[] expected) throws IOException, InterruptedException {
    List<String> lines =
        output(
                program.toString(),
                written().toString(),
                String.valueOf(columns[0].length),
                String.valueOf(COLUMNS),
                String.valueOf(K),
                String.valueOf(ROUNDS))
            .lines()
            .toList();
    for (int at = 0; at < expected.length; at++) {
      String bits = String.format(Locale.ROOT, "%016x", Double.doubleToRawLongBits(expected[at]));
      if (!bits.equals(lines.get(1 + at))) {
        throw new IllegalStateException(
            "The program gives other bits than the job: " + lines.get(1 + at) + ", not " + bits);
      }
    }
    return Long.parseLong(lines.get(0)) / NANOS / ROUNDS;
  }

  /** The points and the centers to begin with as the program reads them. */
  private Path written() throws IOException {
    ByteBuffer head = buffer(COLUMNS + 1 + begun.length);
    double squares = 0;
    for (int j = 0; j < COLUMNS; j++) {
      head.putLong(Math.getExponent(most[j]) + 1);
      squares += (most[j] - least[j]) * (most[j] - least[j]);
    }
    head.putLong(Math.getExponent(2 * squares) + 1);
    for (double center : begun) {
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
