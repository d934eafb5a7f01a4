package dev.p3.patterns.minimize;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.minimize.Tops.options;
import static dev.p3.patterns.minimize.Tops.top;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.patterns.minimize.Tops.Best;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TopJobTest {
  @Test
  void hasTheOptionsAndDefaultsOfTheCommandLine() {
    assertThat(options("--by", "delay", "--k", "3"))
        .isEqualTo(new TopOptions("delay", List.of(), 3, false, List.of()));
    assertThat(
            options(
                "--by",
                "delay",
                "--k",
                "3",
                "--group",
                "a",
                "--group",
                "b",
                "--smallest",
                "true",
                "--keep",
                "c"))
        .isEqualTo(new TopOptions("delay", List.of("a", "b"), 3, true, List.of("c")));
  }

  /**
   * Figures of GNU sort and awk on the same flights as text: {@code sort -t, -k4,4 -k2,2nr -k1,1
   * -k3,3n -k5,5 | awk -F, '++n[$4] <= 3'}.
   */
  @Test
  void findsTheLatestFlightsOfTheSample() {
    Best best = top(flights(), options("--by", "delay", "--group", "origin", "--k", "3"));

    assertThat(best.rows()).hasSize(681);
    assertThat(best.result()).isEqualTo(new TopResult("delay", 228, 0));
    assertThat(best.rows().stream().filter(each -> Set.of("HNL", "ORD").contains(each.get(0))))
        .containsExactlyInAnyOrder(
            row("HNL", 1, at("2001-02-22T22:07"), 475, 2556, "LAX"),
            row("HNL", 2, at("2001-02-11T00:23"), 298, 3784, "DFW"),
            row("HNL", 3, at("2001-03-12T03:04"), 261, 2556, "LAX"),
            row("ORD", 1, at("2001-02-24T12:13"), 940, 268, "RST"),
            row("ORD", 2, at("2001-06-30T22:38"), 426, 888, "DEN"),
            row("ORD", 3, at("2001-06-14T18:43"), 390, 1836, "OAK"));
  }

  @Test
  void findsTheEarliestFlightsOfTheSample() {
    var earliest = new TopOptions("delay", List.of(), 3, true, List.of("origin", "date"));

    assertThat(top(flights(), earliest).rows())
        .containsExactlyInAnyOrder(
            row(1, -77, "EWR", at("2001-01-07T06:07")),
            row(2, -68, "JFK", at("2001-06-28T18:29")),
            row(3, -67, "SFO", at("2001-02-27T08:38")));
  }

  @Test
  void needsAFractionOfTheTwinsShuffle() {
    TopOptions options = options("--by", "delay", "--group", "origin", "--k", "3");

    long pattern = ShuffledRows.of(Top.top(flights(), options));
    long twin =
        ShuffledRows.of(
            Top.grouped(
                flights(), Optional.empty(), TopColumns.of(flights(), options), options.k()));

    assertThat(twin).isEqualTo(200_000);
    assertThat(pattern).isLessThan(twin / 100);
  }

  private static LocalDateTime at(String minute) {
    return LocalDateTime.parse(minute);
  }

  private static Dataset<Row> flights() {
    return LocalSpark.spark().read().parquet(sample("us-flights/flights.parquet").toString());
  }
}
