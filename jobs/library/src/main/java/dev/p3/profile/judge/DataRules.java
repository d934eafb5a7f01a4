package dev.p3.profile.judge;

import static dev.p3.profile.judge.Words.bytes;
import static dev.p3.profile.judge.Words.place;
import static dev.p3.profile.judge.Words.seconds;
import static dev.p3.profile.judge.Words.text;

import dev.p3.profile.judge.Rule.Seen;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.QueryProfile.PlanNode;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.StageProfile.RddProfile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is read, shuffled and written. */
final class DataRules {
  private static final long MIB = 1 << 20;
  private static final double SHUFFLE_BYTES_PER_SECOND = 50 * MIB;

  private static final double LARGER = 1.5;
  private static final long LEAST_SHUFFLE = 4 * MIB;

  private static final long SMALL_FILE = MIB;
  private static final int LEAST_SMALL_FILES = 20;
  private static final double SECONDS_TO_OPEN = 0.01;

  private static final long LEAST_NOT_SPLITTABLE = 4 * MIB;
  private static final Pattern NOT_SPLITTABLE =
      Pattern.compile(
          "[^\\s,\\[\\]]+\\.(?:gz|zst|zip|xz|snappy|lz4|gzip)\\b", Pattern.CASE_INSENSITIVE);

  private static final int WIDE = 10;
  private static final int TIMES_WIDER = 4;

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "shuffle-larger-than-input",
              "1.5 times as many bytes are shuffled as read, and 4 MB at least",
              DataRules::shuffle),
          new Rule(
              "small-files",
              "20 files or more, smaller than 1 MB on average",
              DataRules::smallFiles),
          new Rule(
              "not-splittable",
              "compressed files of 4 MB or more that one task must read whole, with fewer tasks than cores",
              run -> run.stages().stream().flatMap(stage -> notSplittable(run, stage))),
          new Rule(
              "wide-rows",
              "10 columns or more become objects, and at most a quarter as many come out",
              run -> run.queries().stream().flatMap(DataRules::wideRows)));

  private DataRules() {}

  private static Stream<Seen> shuffle(RunProfile run) {
    long read = run.total(Metric.INPUT_BYTES);
    long shuffled = run.total(Metric.SHUFFLE_WRITE_BYTES);
    if (read == 0 || shuffled < LEAST_SHUFFLE || shuffled < LARGER * read) {
      return Stream.of();
    }
    StageProfile most =
        run.stages().stream()
            .max(
                (a, b) ->
                    Long.compare(
                        a.sum(Metric.SHUFFLE_WRITE_BYTES), b.sum(Metric.SHUFFLE_WRITE_BYTES)))
            .orElseThrow();
    return Stream.of(
        new Seen(
            text("%.1f times as much is shuffled as is read", (double) shuffled / read),
            place(most),
            text("%s shuffled, %s read", bytes(shuffled), bytes(read)),
            (shuffled - read) / SHUFFLE_BYTES_PER_SECOND / Math.max(1, run.application().cores()),
            "Keep the columns that are needed, and combine before the shuffle: reduceByKey or an aggregate in place of groupByKey."));
  }

  private static Stream<Seen> smallFiles(RunProfile run) {
    return nodes(run)
        .flatMap(
            node ->
                Stream.concat(
                    smallFiles(
                        run,
                        node,
                        "read",
                        node.metric("number of files read"),
                        node.metric("size of files read")),
                    smallFiles(
                        run,
                        node,
                        "written",
                        node.metric("number of written files"),
                        node.metric("written output"))));
  }

  private static Stream<Seen> smallFiles(
      RunProfile run, PlanNode node, String how, long files, long size) {
    if (files < LEAST_SMALL_FILES || size / Math.max(1, files) >= SMALL_FILE) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("%,d files of %s on average are %s", files, bytes((double) size / files), how),
            node.metadata().getOrDefault("Location", node.name()),
            text("%,d files, %s", files, bytes(size)),
            files * SECONDS_TO_OPEN / Math.max(1, run.application().cores()),
            how.equals("read")
                ? "Write fewer, larger files where they come from."
                : "Repartition before the write, to files of 128 MB or so."));
  }

  private static Stream<Seen> notSplittable(RunProfile run, StageProfile stage) {
    int cores = run.application().cores();
    if (stage.sum(Metric.INPUT_BYTES) < LEAST_NOT_SPLITTABLE || stage.tasks() >= cores) {
      return Stream.of();
    }
    return paths(run, stage)
        .map(NOT_SPLITTABLE::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .limit(1)
        .map(
            file ->
                new Seen(
                    text(
                        "%d of %d cores read, because the file cannot be split",
                        stage.tasks(), cores),
                    file,
                    text(
                        "%s in %d tasks, %s long",
                        bytes(stage.sum(Metric.INPUT_BYTES)),
                        stage.tasks(),
                        seconds(stage.seconds())),
                    stage.seconds() * (1 - (double) stage.tasks() / cores),
                    "Store it as Parquet or bzip2, or as several files; or repartition right after reading."));
  }

  /** Where the stage reads: names of RDDs, and the scans of its queries. */
  private static Stream<String> paths(RunProfile run, StageProfile stage) {
    Stream<String> scans =
        run.jobs().stream()
            .filter(job -> stage.jobs().contains(job.id()) && job.query() != null)
            .flatMap(job -> run.queries().stream().filter(query -> query.id() == job.query()))
            .flatMap(query -> query.plan().all())
            .map(node -> node.metadata().getOrDefault("Location", ""));
    return Stream.concat(stage.rdds().stream().map(RddProfile::name), scans);
  }

  private static Stream<Seen> wideRows(QueryProfile query) {
    return query
        .plan()
        .all()
        .filter(node -> node.name().equals("SerializeFromObject"))
        .flatMap(
            out ->
                out.all()
                    .filter(node -> node.metadata().containsKey("ReadSchema"))
                    .limit(1)
                    .flatMap(scan -> wideRows(query, out, scan)));
  }

  private static Stream<Seen> wideRows(QueryProfile query, PlanNode out, PlanNode scan) {
    long read = columns(scan.metadata().get("ReadSchema"));
    long kept = Math.max(1, out.detail().split(" AS ", -1).length - 1);
    if (read < WIDE || read < TIMES_WIDER * kept) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("%d columns are read for functions that keep %d", read, kept),
            scan.metadata().getOrDefault("Location", query.description()),
            text("%d columns read, %d kept", read, kept),
            null,
            "Select the columns that the function needs before map or flatMap."));
  }

  /** Of a struct such as {@code struct<a:int,b:array<string>>}. */
  private static long columns(String schema) {
    int depth = 0;
    long columns = 0;
    for (int i = 0; i < schema.length(); i++) {
      char each = schema.charAt(i);
      depth += each == '<' || each == '(' ? 1 : each == '>' || each == ')' ? -1 : 0;
      columns += depth == 1 && each == ':' ? 1 : 0;
    }
    return columns;
  }

  private static Stream<PlanNode> nodes(RunProfile run) {
    return run.queries().stream().flatMap(query -> query.plan().all());
  }
}
