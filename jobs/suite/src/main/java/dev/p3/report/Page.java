package dev.p3.report;

import dev.p3.chart.PointMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the template fills in.
 *
 * @param script all that runs on the page
 * @param scriptHashes by which the page's policy knows the scripts, its own and those of pages in
 *     it
 * @param land the outlines of the land, for maps; null when the report has none
 */
record Page(Report report, String style, String script, String scriptHashes, String land) {
  private static final String STYLE = Resources.text("report.css");
  private static final String SCRIPT =
      String.join("\n", Resources.text("echarts/echarts.min.js"), Resources.text("report.js"));
  private static final Pattern SCRIPT_ELEMENT =
      Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
  private static final String HASH = hash(SCRIPT);

  static Page of(Report report) {
    boolean hasMap =
        report.sections().stream()
            .flatMap(section -> section.blocks().stream())
            .anyMatch(
                block ->
                    block instanceof Block.Exhibit exhibit
                        && exhibit.charts().stream().anyMatch(PointMap.class::isInstance));
    String hashes =
        Stream.concat(Stream.of(HASH), embeddedScripts(report).map(Page::hash))
            .map(hash -> "'" + hash + "'")
            .distinct()
            .collect(Collectors.joining(" "));
    return new Page(
        report, STYLE, SCRIPT, hashes, hasMap ? Resources.text("land/land.json") : null);
  }

  private static Stream<String> embeddedScripts(Report report) {
    return report.sections().stream()
        .flatMap(section -> section.blocks().stream())
        .filter(Block.Embedded.class::isInstance)
        .flatMap(block -> SCRIPT_ELEMENT.matcher(((Block.Embedded) block).html()).results())
        .map(script -> script.group(1));
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash the page's script", e);
    }
  }
}
