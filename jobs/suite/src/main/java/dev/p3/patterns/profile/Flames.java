package dev.p3.patterns.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Flame graphs of folded stacks, by async-profiler's converter: a page each, with search. */
final class Flames {
  /** Frames that are narrower are left out: nobody could see them. */
  private static final String LEAST_PERCENT = "0.05";

  private static final int MOST_STACKS = 20_000;

  private Flames() {}

  static String page(String title, List<String> folded) throws IOException {
    var graph = new FlameGraph(arguments(title));
    graph.parseCollapsed(new StringReader(text(folded)));
    return html(graph);
  }

  /** Frames that took more than before are red, those that took less blue. */
  static String difference(String title, List<String> before, List<String> after)
      throws IOException {
    var base = new FlameGraph(arguments(title));
    base.parseCollapsed(new StringReader(text(before)));
    var graph = new FlameGraph(arguments(title));
    graph.parseCollapsed(new StringReader(text(after)));
    graph.diff(base);
    return html(graph);
  }

  private static Arguments arguments(String title) {
    return new Arguments("--title", title, "--minwidth", LEAST_PERCENT, "--inverted");
  }

  private static String html(FlameGraph graph) throws IOException {
    var html = new ByteArrayOutputStream();
    graph.dump(html);
    return html.toString(StandardCharsets.UTF_8);
  }

  /** Names are somebody's data, and stand in a script there. */
  private static String text(List<String> folded) {
    return String.join("\n", most(folded)).replace("</", "< /").replace("<!", "< !") + "\n";
  }

  private static List<String> most(List<String> folded) {
    if (folded.size() <= MOST_STACKS) {
      return folded;
    }
    return folded.stream()
        .sorted(Comparator.comparingLong(Flames::value).reversed())
        .limit(MOST_STACKS)
        .toList();
  }

  private static long value(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }
}
