package dev.p3.patterns.profile;

import static dev.p3.report.Table.row;

import dev.p3.chart.Bars;
import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.QueryProfile.PlanNode;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.report.Block;
import dev.p3.report.Block.Exhibit;
import dev.p3.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The tables of a profile's page. */
final class ProfileTables {
  private static final double MS = 1e3;
  private static final double NS = 1e9;
  private static final double MIB = 1 << 20;
  private static final double PERCENT = 100;
  private static final int MOST_PLANS = 10;
  private static final int LONGEST_DETAIL = 160;

  private ProfileTables() {}

  static List<Block> findings(RunProfile run) {
    var blocks = new ArrayList<Block>();
    if (run.application().error() != null) {
      blocks.add(new Block.Note("It failed: " + run.application().error()));
    }
    run.notes().forEach(note -> blocks.add(new Block.Note(note)));
    if (run.findings().isEmpty()) {
      blocks.add(new Block.Text("No rule found a fault."));
      return blocks;
    }
    blocks.add(
        new Exhibit(
            "Findings, those that may save most first",
            Table.of(
                List.of(
                    new Table.Column("rule"),
                    new Table.Column("what is the case"),
                    new Table.Column("where"),
                    new Table.Column("measured"),
                    new Table.Column("speaks from"),
                    new Table.Column("may save", "s", "an estimate"),
                    new Table.Column("what to do")),
                run.findings().stream()
                    .map(
                        each ->
                            row(
                                each.rule(),
                                each.what(),
                                each.where(),
                                each.evidence(),
                                each.threshold(),
                                each.savesSeconds(),
                                each.remedy()))
                    .toList()),
            List.of()));
    return blocks;
  }

  static Exhibit stages(RunProfile run) {
    return new Exhibit(
        "Stages",
        Table.of(
            List.of(
                new Table.Column("stage"),
                new Table.Column("line"),
                new Table.Column("status"),
                new Table.Column("took", "s", ""),
                new Table.Column("tasks"),
                new Table.Column("failed"),
                new Table.Column("CPU", "s", "of all tasks"),
                new Table.Column("GC", "s", "of all tasks"),
                new Table.Column("read", "MB", "from storage"),
                new Table.Column("shuffle read", "MB", ""),
                new Table.Column("shuffle written", "MB", ""),
                new Table.Column("spilled", "MB", "to disk"),
                new Table.Column("sent", "MB", "before the first task"),
                new Table.Column(
                    "not attributed", "%", "of the CPU time: no sample stands for it")),
            run.stages().stream()
                .sorted(Comparator.comparingDouble(StageProfile::seconds).reversed())
                .map(ProfileTables::stage)
                .toList()),
        List.of());
  }

  private static List<Object> stage(StageProfile stage) {
    return row(
        stage.title(),
        stage.callSite(),
        stage.status(),
        stage.seconds(),
        stage.tasks(),
        stage.failed(),
        stage.sum(Metric.CPU_NS) / NS,
        stage.sum(Metric.GC_MS) / MS,
        stage.sum(Metric.INPUT_BYTES) / MIB,
        (stage.sum(Metric.SHUFFLE_LOCAL_BYTES) + stage.sum(Metric.SHUFFLE_REMOTE_BYTES)) / MIB,
        stage.sum(Metric.SHUFFLE_WRITE_BYTES) / MIB,
        stage.sum(Metric.DISK_SPILLED_BYTES) / MIB,
        stage.taskBinaryBytes() == null ? null : (Object) (stage.taskBinaryBytes() / MIB),
        stage.notAttributedShare() == null
            ? null
            : (Object) (PERCENT * stage.notAttributedShare()));
  }

  private record Ran(StageProfile stage, FunctionProfile function) {}

  static Exhibit functions(RunProfile run) {
    List<Ran> functions =
        run.stages().stream()
            .flatMap(stage -> stage.functions().stream().map(each -> new Ran(stage, each)))
            .sorted(Comparator.comparingDouble((Ran ran) -> ran.function.cpuSeconds()).reversed())
            .toList();
    return new Exhibit(
        "The user's functions, by stage",
        Table.of(
            List.of(
                new Table.Column("function"),
                new Table.Column("line"),
                new Table.Column("stage"),
                new Table.Column("CPU", "s", "the stage's CPU time in the function's share"),
                new Table.Column("share", "%", "of the stage's samples"),
                new Table.Column("allocated", "MB", "as sampled"),
                new Table.Column("a row", "bytes", "allocated for each row read")),
            functions.stream()
                .map(
                    ran ->
                        row(
                            ran.function.function(),
                            ran.function.at(),
                            ran.stage.id(),
                            ran.function.cpuSeconds(),
                            PERCENT * ran.function.cpuShare(),
                            ran.function.allocatedBytes() / MIB,
                            ran.stage.recordsRead() == 0
                                ? null
                                : (Object)
                                    ((double) ran.function.allocatedBytes()
                                        / ran.stage.recordsRead())))
                .toList()),
        List.of());
  }

  static Exhibit executors(RunProfile run) {
    return new Exhibit(
        "Executors",
        Table.of(
            List.of(
                new Table.Column("executor"),
                new Table.Column("host"),
                new Table.Column("cores"),
                new Table.Column("removed", "s", "when it went away"),
                new Table.Column("because"),
                new Table.Column("heap used", "MB", "at most"),
                new Table.Column("heap", "MB", "at most, as set"),
                new Table.Column("resident", "MB", "at most"),
                new Table.Column("limit", "MB", "of the control group"),
                new Table.Column("GC", "s", ""),
                new Table.Column("exceptions", "", "made while it was profiled")),
            run.executors().stream().map(ProfileTables::executor).toList()),
        List.of());
  }

  private static List<Object> executor(ExecutorProfile executor) {
    return row(
        executor.id(),
        executor.host(),
        executor.cores(),
        orNothing(executor.removed()),
        orNothing(executor.removedBecause()),
        Math.max(executor.peak("HeapUsed"), executor.peak("JVMHeapMemory")) / MIB,
        executor.peak("HeapMax") / MIB,
        executor.peak("ResidentBytes") / MIB,
        executor.peak("MemoryLimit") == 0 ? null : (Object) (executor.peak("MemoryLimit") / MIB),
        executor.gcMs() / MS,
        executor.throwables());
  }

  /** What has not happened leaves its cell empty; null is what is not known. */
  private static Object orNothing(Object value) {
    return value == null ? "" : value;
  }

  static Exhibit sizes(RunProfile run) {
    return new Exhibit(
        "How long the same tasks would take on other numbers of executors",
        Table.of(
            List.of(
                new Table.Column("executors"),
                new Table.Column("cores"),
                new Table.Column("took", "s", "as computed, with the driver's time"),
                new Table.Column("busy", "%", "of the cores' time")),
            run.whatIf().stream()
                .map(
                    size ->
                        row(
                            Integer.toString(size.executors()),
                            size.cores(),
                            size.seconds(),
                            PERCENT * size.busyShare()))
                .toList()),
        List.of(new Bars(List.of("executors"), List.of("took"), "s")));
  }

  static List<Block> plans(RunProfile run) {
    var blocks = new ArrayList<Block>();
    run.queries().stream()
        .sorted(Comparator.comparingDouble(QueryProfile::seconds).reversed())
        .limit(MOST_PLANS)
        .forEach(
            query -> {
              blocks.add(
                  new Block.Text(
                      String.format(
                          Locale.ROOT,
                          "Query %d, %s: %.2f s",
                          query.id(),
                          query.description(),
                          query.seconds())));
              var text = new StringBuilder();
              print(query.plan(), "", text);
              blocks.add(new Block.Code(text.toString()));
            });
    return blocks;
  }

  private static void print(PlanNode node, String indent, StringBuilder text) {
    String detail = node.detail();
    text.append(indent)
        .append(
            detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail);
    node.metrics()
        .forEach(
            (name, value) ->
                text.append('\n')
                    .append(indent)
                    .append("    ")
                    .append(name)
                    .append(String.format(Locale.ROOT, ": %,d", value))
                    .append(unit(node, name)));
    text.append('\n');
    node.children().forEach(child -> print(child, indent + "  ", text));
  }

  private static String unit(PlanNode node, String metric) {
    String unit = node.units().get(metric);
    return unit == null ? "" : " " + unit;
  }

  static List<Block> environment(RunProfile run) {
    var application = run.application();
    var rows = new ArrayList<List<Object>>();
    rows.add(row("application", application.id()));
    rows.add(row("started", application.started()));
    rows.add(row("Spark", application.spark()));
    rows.add(row("sampler", run.profiler().sampler()));
    rows.add(row("samples", String.format(Locale.ROOT, "%,d", run.profiler().samples())));
    rows.add(
        row(
            "profiler's share of the CPU time",
            String.format(Locale.ROOT, "%.2f %%", PERCENT * run.profiler().share())));
    rows.add(
        row(
            "sent by executors",
            String.format(Locale.ROOT, "%,d bytes", run.profiler().sentBytes())));
    if (application.broadcastBytes() != null) {
      rows.add(
          row(
              "broadcast by the driver",
              String.format(Locale.ROOT, "%,d bytes", application.broadcastBytes())));
    }
    application.settings().forEach((key, value) -> rows.add(row(key, value)));
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Exhibit(
            "Where and with what this was run",
            new Table(
                List.of(new Table.Column("what"), new Table.Column("value")), rows, rows.size()),
            List.of()));
    if (!run.scopes().isEmpty()) {
      blocks.add(scopes(run));
    }
    return blocks;
  }

  private static Block scopes(RunProfile run) {
    List<List<Object>> rows =
        run.scopes().stream()
            .map(
                each ->
                    row(
                        each.name(),
                        each.openedAt(),
                        each.count(),
                        each.sentBytes(),
                        each.memoryBytes()))
            .toList();
    return new Exhibit(
        "Scopes",
        new Table(
            List.of(
                new Table.Column("record"),
                new Table.Column("opened at"),
                new Table.Column("scopes"),
                new Table.Column("bytes sent to an executor"),
                new Table.Column("bytes in its memory")),
            rows,
            rows.size()),
        List.of());
  }
}
