package dev.p3.patterns.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Chromium;
import dev.p3.profile.Profiled;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.judge.Judge;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens a profile's page in a real browser. */
class ProfilePageIT {
  private static final long MOST_BYTES = 5_000_000;
  @TempDir private Path directory;

  private Chromium chromium() {
    var chromium = Chromium.find();
    Assumptions.assumeTrue(
        chromium.isPresent(), "chromium is on the PATH (apt-get install chromium)");
    return chromium.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void everyPictureIsDrawnAndHostileNamesDoNothing(int width) throws Exception {
    Chromium chromium = chromium();
    Path page = directory.resolve("profile.html");
    try (OutputStream out = Files.newOutputStream(page)) {
      new ProfilePage().write(HostileProfile.profiled(100_000), out);
    }
    assertThat(Files.size(page)).isLessThan(MOST_BYTES);

    Chromium.Opened opened =
        chromium.open(page, Files.createDirectory(directory.resolve("scratch")), width);

    assertThat(opened.console()).isEmpty();
    assertThat(opened.dom())
        .contains("<title>Profile of &lt;/script", "It failed", "data size: 1,234 bytes")
        .doesNotContain("<title>harmed", "<img src=\"x\"");
    List<String> charts = opened.charts();
    assertThat(charts)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(chart -> assertThat(chart.split("<path", -1)).hasSizeGreaterThan(3));
    assertThat(opened.dom().split("<iframe", -1)).hasSize(3);
  }

  @Test
  void aProfileOfNothingIsAPageToo() throws Exception {
    Chromium chromium = chromium();
    ProfileBuilder nothing = ProfileBuilder.ofEventLog();
    nothing.begins("app", "nothing", 1_000);
    nothing.executorAdded("1", "host", 2, 1_000);
    nothing.ends(2_000, "complete", null);
    Path page = directory.resolve("nothing.html");
    try (OutputStream out = Files.newOutputStream(page)) {
      new ProfilePage()
          .write(new Profiled(Judge.judge(nothing.build()), List.of(), List.of()), out);
    }
    Chromium.Opened opened =
        chromium.open(page, Files.createDirectory(directory.resolve("scratch")), 1280);
    assertThat(opened.console()).isEmpty();
    assertThat(opened.dom()).contains("No rule found a fault.", "<td class=\"\">host</td>");
    // It is there to the end, which is no unknown moment.
    assertThat(opened.dom()).doesNotContain("missing\">null</td><td class=\" missing\">null");
  }

  /** Hidden at first, it has no size as its script is read, as in a frame of another page. */
  @Test
  void aFlameGraphRunsAndSearchesAndIsDrawnOnceItHasASize() throws Exception {
    Chromium chromium = chromium();
    String title = "CPU";
    String flames = Flames.page(title, HostileProfile.profiled(1).cpu());
    Path page =
        Files.writeString(
            directory.resolve("flames.html"),
            flames
                .replaceFirst(
                    "search\\((true|false|)\\);\\s*</script>", "search('lambda');</script>")
                .replaceFirst("<body", "<body hidden")
                .replace(
                    "</body>",
                    """
                    <script>
                    console.assert(canvas.width === 0, 'it has a size');
                    document.body.hidden = false;
                    </script></body>"""));

    Chromium.Opened opened =
        chromium.open(page, Files.createDirectory(directory.resolve("scratch")), 1280);

    assertThat(opened.console()).isEmpty();
    assertThat(opened.dom())
        .containsPattern("id=\"matchval\">100(\\.00)?%")
        .containsPattern("<canvas [^>]*width=\"\\d{4}\" height=\"\\d{2,}\"")
        .doesNotContain("<title>harmed");
  }
}
