package dev.p3.bench.peers;

import dev.p3.bench.BenchSpark;
import dev.p3.bench.FlightsTables;
import dev.p3.bench.Measured;
import dev.p3.bench.ZipfText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Whole processes, from the start of the command to its end: {@code ./p3 run}, Spark's {@code
 * spark-submit} of p3's jar with the same words, and of a {@link BareJob}. All of them on two cores
 * of the Spark that p3 embeds; the first turn is not counted.
 */
public final class SubmitPeers {
  private static final int TURNS = 5;
  private static final String MASTER = "local[2]";
  private static final Path MODULE = Path.of("jobs", "bench", "target").toAbsolutePath();

  private final Path spark;
  private final Path jar;

  private SubmitPeers(Path spark, Path jar) {
    this.spark = spark;
    this.jar = jar;
  }

  /**
   * Measures.
   *
   * @param args the folder of Spark, p3's jar, and how many turns (5)
   */
  public static void main(String[] args) throws Exception {
    int turns = args.length > 2 ? Integer.parseInt(args[2]) : TURNS;
    SparkSession session = BenchSpark.open(2);
    String flights =
        Path.of(new FlightsTables(session).path("flights.parquet")).toAbsolutePath() + "";
    session.stop();
    String text = ZipfText.file(new String[] {"120"}).toAbsolutePath().toString();
    var peers = new SubmitPeers(Path.of(args[0]), Path.of(args[1]));
    peers.measure(turns, List.of(), "word-count", "--top", "5");
    peers.measure(
        turns,
        List.of("top", flights),
        "top",
        "--in",
        flights,
        "--by",
        "delay",
        "--group",
        "origin",
        "--k",
        "3");
    peers.measure(turns, List.of("word-count", text), "word-count", "--in", text);
  }

  private void measure(int turns, List<String> bare, String... words) throws Exception {
    System.out.println(String.join(" ", words));
    var figures = new Figures("s");
    List<String> run = new ArrayList<>(List.of("run"));
    run.addAll(List.of(words));
    if (!bare.isEmpty()) {
      run.addAll(
          List.of("--out", MODULE.resolve("out/submitted.parquet").toString(), "--overwrite"));
    }
    for (int turn = 0; turn <= turns; turn++) {
      List<String> p3 = new ArrayList<>(List.of(Path.of("p3").toAbsolutePath().toString()));
      p3.addAll(run);
      p3.addAll(List.of("--conf", "spark.master=" + MASTER));
      add(turn, figures, "`./p3 run`", p3);
      List<String> submit = new ArrayList<>(submit("dev.p3.cli.Main", jar));
      submit.addAll(run);
      add(turn, figures, "`spark-submit` of p3's jar", submit);
      if (!bare.isEmpty()) {
        List<String> program =
            new ArrayList<>(
                submit(
                    BareJob.class.getName(),
                    MODULE.resolve("p3-bench-0.1.0.jar"),
                    "--jars",
                    jar.toString()));
        program.addAll(bare);
        program.add(MODULE.resolve("out/bare.parquet").toString());
        add(turn, figures, "`spark-submit` of a bare program", program);
      }
    }
    figures.print();
  }

  private List<String> submit(String main, Path program, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                spark.resolve("bin/spark-submit").toString(), "--master", MASTER, "--class", main));
    words.addAll(Arrays.asList(more));
    words.add(program.toString());
    return words;
  }

  private static void add(int turn, Figures figures, String name, List<String> words)
      throws Exception {
    double seconds = Measured.secondsOf(words, MODULE.resolve("out/submitted.log"));
    System.err.println(turn + " " + name + " " + seconds);
    if (turn > 0) {
      figures.add(name, seconds);
    }
  }
}
