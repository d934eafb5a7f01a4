package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.Chromium;
import dev.p3.Readme;
import dev.p3.job.JobDescription;
import dev.p3.job.PatternJob;
import dev.p3.patterns.PatternJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the tour once and looks at what it leaves. */
class TourIT {
  private static final int MOST_BYTES = 3_000_000;

  @TempDir private static Path directory;
  private static String output;
  private static JsonNode tour;

  /** The page without its script. */
  private static String page;

  @TempDir private Path scratch;

  @BeforeAll
  static void takeTheTour() throws Exception {
    Launched launched =
        Launched.start(
            directory,
            // Both compilers: its loops run for long, unlike most of what tests start.
            Map.of("P3_BUILD", "never", "P3_JAVA_OPTS", ""),
            List.of(
                Launched.ROOT.resolve("p3"),
                "tour",
                "--report",
                directory,
                "--profile=" + directory.resolve("profiles"),
                "--conf",
                "spark.p3.tour.rounds=1"));
    assertThat(launched.exitCode()).as(launched.messages()).isZero();
    output = launched.output();
    tour = new ObjectMapper().readTree(directory.resolve("tour.json").toFile());
    String whole = Files.readString(directory.resolve("report.html"));
    page = whole.substring(0, whole.indexOf("<script>"));
  }

  @Test
  void everyJobIsComparedWithEachOfItsTwins() {
    List<? extends JobDescription<?, ?>> jobs =
        new PatternJobs().jobs().stream().map(PatternJob::description).toList();
    assertThat(tour.at("/jobs")).hasSameSizeAs(jobs);
    for (int i = 0; i < jobs.size(); i++) {
      JsonNode figures = tour.at("/jobs/" + i);
      assertThat(figures.at("/job").asText()).isEqualTo(jobs.get(i).name());
      assertThat(figures.at("/twins")).hasSize(jobs.get(i).variants().size() - 1);
      assertThat(figures.at("/seconds/median").asDouble()).isPositive();
      assertThat(output).contains(jobs.get(i).name());
    }
    assertThat(job("word-count").at("/rows_in").asLong()).isEqualTo(21_424);
    assertThat(job("enrich").at("/rows_out").asLong()).isEqualTo(200_000);
    assertThat(job("enrich").at("/twins/0/ratio/median").asDouble()).isPositive();
  }

  @Test
  void slowTwinsAreComparedOnAPartOfTheRows() {
    JsonNode nearest = job("nearest");
    for (JsonNode twin : nearest.at("/twins")) {
      JsonNode part = twin.at("/part");
      if (twin.at("/variant").asText().equals("arrays")) {
        assertThat(part.isNull()).isTrue();
      } else {
        // All 3,376 places, and about a quarter of as many points, each with its two nearest.
        long points = part.at("/rows_in").asLong() - 3_376;
        assertThat(points).isBetween(700L, 1_000L);
        assertThat(part.at("/rows_out").asLong()).isEqualTo(2 * points);
        assertThat(twin.at("/ratio/median").asDouble())
            .isCloseTo(
                twin.at("/seconds/median").asDouble() / part.at("/seconds/median").asDouble(),
                Percentage.withPercentage(5));
      }
    }
    assertThat(page).contains("loop, on a quarter of the rows", "tree, on a quarter of the rows");
  }

  @Test
  void theTableIsTheOneThatTheReadmeShows() {
    List<Readme.Block> blocks = Readme.blocks(Launched.ROOT);
    int command = blocks.stream().map(Readme.Block::text).toList().indexOf(ReadmeIT.TOUR);
    assertThat(command).as("place of the tour in the README").isNotNegative();
    assertThat(Readme.withoutFigures(output))
        .startsWith(Readme.withoutFigures(blocks.get(command + 1).text()));
  }

  @Test
  void bytesAreThoseOfShufflesAndOfTheHeap() {
    JsonNode wordCount = job("word-count");
    // Each of 208,160 tokens crosses the shuffle in the twin, and each distinct one in the pattern.
    assertThat(wordCount.at("/shuffled_bytes").asLong()).isPositive();
    assertThat(wordCount.at("/twins/0/shuffled_bytes").asLong())
        .isGreaterThan(2 * wordCount.at("/shuffled_bytes").asLong());
    // Each scope, captured map or broadcast table is looked up in place: no row is shuffled.
    assertThat(job("enrich").at("/shuffled_bytes").asLong()).isZero();
    assertThat(job("enrich").at("/twins/1/shuffled_bytes").asLong()).isZero();
    assertThat(wordCount.at("/peak_heap_bytes").asLong()).isBetween(0L, 2L << 30);
  }

  @Test
  void thePageStandsAloneAndHoldsTheFiguresOfTheRecord() throws IOException {
    assertThat(Files.size(directory.resolve("report.html"))).isLessThan(MOST_BYTES);
    assertThat(page).contains("default-src 'none'").doesNotContain("src=\"", "<link");
    for (PatternJob<?, ?> job : new PatternJobs().jobs()) {
      JobDescription<?, ?> description = job.description();
      assertThat(page)
          .contains("<h2 id=\"%s-title\">".formatted(description.name()))
          .contains("%,d rows in".formatted(job(description.name()).at("/rows_in").asLong()));
    }
    assertThat(page).contains("<td class=\"\">the</td><td class=\"number\">14,151</td>");
    assertThat(page).contains("The first 20 of 200,000 rows.", tour.at("/started").asText());
  }

  @Test
  void aBrowserDrawsEveryChart() throws Exception {
    var chromium = Chromium.find();
    Assumptions.assumeTrue(
        chromium.isPresent(), "chromium is on the PATH (apt-get install chromium)");
    Chromium.Opened opened = chromium.get().open(directory.resolve("report.html"), scratch, 1280);
    assertThat(opened.console()).isEmpty();
    // The overview, three for each job, and those of outputs.
    assertThat(opened.charts())
        .hasSize(page.split("class=\"chart\"", -1).length - 1)
        .hasSizeGreaterThan(3 * new PatternJobs().jobs().size())
        .allSatisfy(chart -> assertThat(chart.split("<path", -1)).hasSizeGreaterThan(3));
    assertThat(opened.charts()).anySatisfy(chart -> assertThat(chart).contains(">14,151<"));
  }

  @Test
  void theProfileOfEachVariantIsBesideThoseOfItsTwins() throws IOException {
    String profiles = Files.readString(directory.resolve("profiles").resolve("tour-profile.html"));
    for (PatternJob<?, ?> job : new PatternJobs().jobs()) {
      for (var variant : job.description().variants()) {
        assertThat(
                directory
                    .resolve("profiles")
                    .resolve(job.description().name() + "-" + variant.name())
                    .resolve("profile.html"))
            .isNotEmptyFile();
        assertThat(profiles).contains(">" + variant.name() + "</td>");
      }
    }
    assertThat(output).contains("allocated MB", "findings");
  }

  private static JsonNode job(String name) {
    return StreamSupport.stream(tour.at("/jobs").spliterator(), false)
        .filter(job -> job.at("/job").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
