package dev.p3.bench.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A job to measure.
 *
 * @param few its table of fewer rows
 * @param many its table of more rows
 * @param words of the command, with {@code IN} for the table
 * @param unit what else counts, for example {@code places}
 * @param units how many of them; 0 for the rows of the result
 * @param grownTable {@code many}, or in its place when there are more units
 * @param grownWords of the command with more units
 * @param grownUnits how many those are; 0 for the rows of the result
 * @param mostRows that the job takes
 */
record Workload(
    String few,
    String many,
    List<String> words,
    String unit,
    long units,
    String grownTable,
    List<String> grownWords,
    long grownUnits,
    long mostRows) {
  private static final String SCHEMA =
      "date timestamp, delay int, distance int, origin string, destination string";

  private static final Path OUT = Path.of("jobs", "bench", "target", "out", "scale");

  String job() {
    return words.get(0);
  }

  /** Whether the rows of the result are what is counted. */
  boolean unitsAreRows() {
    return units == 0 && grownUnits == 0;
  }

  /** Where the main output goes. */
  String out() {
    return OUT.resolve(job() + ".parquet").toString();
  }

  /** The command on a table. */
  static List<String> on(String table, List<String> words) {
    return words.stream().map(word -> word.replace("IN", table)).toList();
  }

  static List<Workload> all(ScaleTables tables) {
    String airports = tables.path("airports-1.csv");
    return List.of(
        ofText("text-5.txt", "text-20.txt", "varied-20.txt"),
        of("summarize", "columns", 5, 10, "wide-20.parquet", "--in", "IN"),
        new Workload(
            "points-20.parquet",
            "points-80.parquet",
            nearest(airports),
            "places",
            tables.rows("airports-1.csv"),
            "points-80.parquet",
            nearest(tables.path("airports-20.csv")),
            tables.rows("airports-20.csv"),
            Long.MAX_VALUE),
        kMeans(16, 64),
        top(),
        ingest(),
        new Workload(
            "flights-5.parquet",
            "flights-20.parquet",
            enrich(airports),
            "lookup rows",
            tables.rows("airports-1.csv"),
            "flights-20.parquet",
            enrich(tables.path("airports-50.csv")),
            tables.rows("airports-50.csv"),
            Long.MAX_VALUE),
        of("serialize", "columns", 5, 10, "wide-20.parquet", "--in", "IN", "--seconds", "1"));
  }

  private static Workload ofText(String few, String many, String varied) {
    List<String> words = written("word-count", "--in", "IN");
    return new Workload(few, many, words, "different tokens", 0, varied, words, 0, Long.MAX_VALUE);
  }

  private static Workload of(
      String job, String unit, long units, long grown, String grownTable, String... options) {
    List<String> words = written(job, options);
    return new Workload(
        "flights-5.parquet",
        "flights-20.parquet",
        words,
        unit,
        units,
        grownTable,
        words,
        grown,
        Long.MAX_VALUE);
  }

  private static Workload kMeans(int clusters, int grown) {
    return new Workload(
        "numbers-5.parquet",
        "numbers-20.parquet",
        kMeans(clusters),
        "clusters",
        clusters,
        "numbers-20.parquet",
        kMeans(grown),
        grown,
        1L << 30);
  }

  private static List<String> kMeans(int clusters) {
    return written(
        "k-means",
        "--in",
        "IN",
        "--columns",
        "delay,miles",
        "--k",
        Integer.toString(clusters),
        "--starts",
        "1",
        "--iterations",
        "10");
  }

  static Workload top() {
    String[] words = {"--in", "IN", "--by", "delay", "--k", "3", "--group", "origin"};
    return new Workload(
        "flights-5.parquet",
        "flights-20.parquet",
        written("top", words),
        "rows of the result",
        0,
        "flights-20.parquet",
        with(written("top", words), "--group", "destination"),
        0,
        Long.MAX_VALUE);
  }

  private static Workload ingest() {
    List<String> words = written("ingest", "--in", "IN", "--schema", SCHEMA);
    return new Workload(
        "flights-5.csv",
        "flights-20.csv",
        words,
        "columns of --key",
        0,
        "flights-20.csv",
        with(words, "--key", "date", "--key", "origin", "--key", "destination"),
        3,
        Long.MAX_VALUE);
  }

  private static List<String> nearest(String places) {
    return written(
        "nearest",
        "--in",
        "points=IN",
        "--in",
        "places=" + places,
        "--lat",
        "latitude",
        "--lon",
        "longitude");
  }

  private static List<String> enrich(String lookup) {
    return written("enrich", "--in", "facts=IN", "--in", "lookup=" + lookup, "--on", "origin=iata");
  }

  private static List<String> written(String job, String... options) {
    String out = OUT.resolve(job + ".parquet").toString();
    return with(with(List.of(job), options), "--out", out, "--overwrite");
  }

  private static List<String> with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }
}
