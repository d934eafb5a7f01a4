package dev.p3.report;

import dev.p3.chart.PointMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the template fills in.
 *
 * @param script all that runs on the page
 * @param scriptHash by which the page's policy knows the script
 * @param land the outlines of the land, for maps; null when the report has none
 */
record Page(Report report, String style, String script, String scriptHash, String land) {
  private static final String STYLE = Resources.text("report.css");
  private static final String SCRIPT =
      String.join("\n", Resources.text("echarts/echarts.min.js"), Resources.text("report.js"));
  private static final String HASH = hash(SCRIPT);

  static Page of(Report report) {
    boolean hasMap =
        report.sections().stream()
            .flatMap(section -> section.blocks().stream())
            .anyMatch(
                block ->
                    block instanceof Block.Exhibit exhibit
                        && exhibit.charts().stream().anyMatch(PointMap.class::isInstance));
    return new Page(report, STYLE, SCRIPT, HASH, hasMap ? Resources.text("land/land.json") : null);
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
