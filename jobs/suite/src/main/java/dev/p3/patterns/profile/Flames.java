package dev.p3.patterns.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Flame graphs of folded stacks, by async-profiler's converter: a page each, with search. */
final class Flames {
  /** Frames that are narrower are left out: nobody could see them. */
  private static final String LEAST_PERCENT = "0.05";

  private static final int MOST_STACKS = 20_000;

  /**
   * The converter's page draws once, as its script is read. Within another page a frame has neither
   * its size nor its color scheme by then: it draws again when it has, and whenever they change. On
   * a telephone the title takes two lines, which are not to lie on the buttons.
   */
  private static final String REDRAWN =
      """
      <script>
      function fit() {
        canvas.style.width = '100%';
        canvasWidth = canvas.offsetWidth;
        canvasHeight = canvas.offsetHeight;
        canvas.style.width = canvasWidth + 'px';
        canvas.width = canvasWidth * devicePixelRatio;
        canvas.height = canvasHeight * devicePixelRatio;
        c.scale(devicePixelRatio, devicePixelRatio);
        c.font = document.body.style.font;
        render(root);
      }
      function recolor() {
        const dark = matchMedia('(prefers-color-scheme: dark)').matches;
        document.documentElement.classList.toggle('dark', dark);
        fit();
      }
      if (window.parent !== window) requestAnimationFrame(recolor);
      new ResizeObserver(() => requestAnimationFrame(fit)).observe(document.body);
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolor);
      </script>
      <style>
      :root.dark { color-scheme: dark }
      @media (max-width: 40rem) { h1 { margin-bottom: 26px } }
      </style>
      """;

  private static final Pattern SIZE = Pattern.compile("const (canvasWidth|canvasHeight) = ");

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
    return redrawn(html.toString(StandardCharsets.UTF_8));
  }

  private static String redrawn(String page) {
    int end = page.lastIndexOf("</body>");
    return SIZE.matcher(page.substring(0, end)).replaceAll("let $1 = ")
        + REDRAWN
        + page.substring(end);
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
