package dev.p3.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Pattern CHART_DATA =
      Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);
  private static final int MOST_BYTES = 3_000_000;

  private final String html = HostileReport.report().html();

  @Test
  void textsShowAsTheyAreAndBecomeNoMarkup() {
    String data = html.substring(0, html.indexOf("<script>"));
    assertThat(data)
        .doesNotContain("<img", "onerror=\"", HostileReport.SCRIPT, "<!--")
        .contains("&lt;img src&#61;x onerror", "&lt;/script&gt;&lt;script&gt;");
    // The data of 7 charts and the outlines of the land.
    assertThat(data.split("<script", -1)).hasSize(1 + 8);
    assertThat(data.split("</script", -1)).hasSize(1 + 8);
  }

  @Test
  void theDataOfAChartAreJsonWhateverTheyAre() throws Exception {
    List<String> data = CHART_DATA.matcher(html).results().map(result -> result.group(1)).toList();
    assertThat(data).hasSize(7).allSatisfy(json -> assertThat(json).doesNotContain("<"));
    JsonNode bars = new ObjectMapper().readTree(data.get(0));
    assertThat(bars.at("/labels/0").asText()).isEqualTo(HostileReport.SCRIPT);
    assertThat(bars.at("/labels/2").asText()).isEqualTo(HostileReport.COMMENT);
    assertThat(bars.at("/series/0/values/0").asDouble()).isEqualTo(1_234_567);
    assertThat(bars.at("/series/0/values/2").isNull()).isTrue();
  }

  @Test
  void thePageAsksForNothingElseAndRunsItsOwnScriptAlone() throws Exception {
    MatchResult script =
        Pattern.compile("<script>(.*)</script>", Pattern.DOTALL)
            .matcher(html)
            .results()
            .findFirst()
            .orElseThrow();
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(html)
        .contains(
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'"
                .formatted(Base64.getEncoder().encodeToString(digest)));
    String withoutScript = html.replace(script.group(1), "");
    assertThat(withoutScript).doesNotContain("src=\"", "url(", "@import", "<link");
  }

  @Test
  void thePageKeepsTheLicenceOfWhatItHolds() {
    assertThat(html).contains("Licensed to the Apache Software Foundation");
  }

  @Test
  void thePageIsSmallAndHoldsTheLandOnlyForAMap(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("report.html");
    HostileReport.report().writeTo(file);
    assertThat(Files.size(file)).isLessThan(MOST_BYTES);
    assertThat(Files.readString(file)).isEqualTo(html).contains("id=\"land\"");
    assertThat(new Report("Empty", "", List.of()).html()).doesNotContain("id=\"land\"");
  }

  @Test
  void everyChartHasItsTableWithUnitsBesideIt() {
    assertThat(html.split("class=\"exhibit charted\"", -1)).hasSize(1 + 4);
    assertThat(html.split("<table>", -1)).hasSize(1 + 4);
    assertThat(html)
        .contains(
            "<th scope=\"col\" class=\"number\" title=\"time to write\">write_ns <span class=\"unit\">ns</span></th>",
            "<td class=\"number\">1,234,567</td>",
            "<td class=\"number missing\">null</td>",
            "The first 5 of 1,000 rows.");
  }
}
