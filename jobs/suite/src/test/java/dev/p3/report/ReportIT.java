package dev.p3.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens a report with every kind of chart in a real browser. */
class ReportIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void everyChartIsDrawnAndHostileDataDoNothing(int width) throws Exception {
    var chromium = Chromium.find();
    Assumptions.assumeTrue(
        chromium.isPresent(), "chromium is on the PATH (apt-get install chromium)");
    Path page = directory.resolve("report.html");
    HostileReport.report().writeTo(page);

    Chromium.Opened opened =
        chromium.get().open(page, Files.createDirectory(directory.resolve("scratch")), width);

    assertThat(opened.console()).isEmpty();
    assertThat(opened.dom())
        .contains("<title>Report of &lt;img")
        .doesNotContain("<img src=\"x\"", "<title>harmed");
    List<String> charts = opened.charts();
    assertThat(charts)
        .hasSize(7)
        .allSatisfy(chart -> assertThat(chart.split("<path", -1)).hasSizeGreaterThan(3));
    assertThat(charts.get(0)).contains("1,234,567");
    assertThat(charts.get(1)).contains(">kryo<", ">write_ns<", ">120.5<");
    // The land, two marks and a line at least.
    assertThat(charts.get(5).split("<path", -1)).hasSizeGreaterThan(5);
  }
}
