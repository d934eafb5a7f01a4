package dev.p3.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TourRoundsTest {
  private static final List<String> VARIANTS = List.of("pattern", "short", "long");
  private static final Map<String, List<Double>> SECONDS =
      Map.of("pattern", List.of(9.0), "short", List.of(0.4), "long", List.of(0.6, 0.1));

  @Test
  void aLongTwinHasOneRoundUnlessTheNumberIsSet() {
    TourRounds byDefault = TourRounds.of(new SparkConf(false));
    TourRounds set = TourRounds.of(new SparkConf(false).set("spark.p3.tour.rounds", "9"));

    assertThat(byDefault.most()).isEqualTo(3);
    assertThat(byDefault.next(VARIANTS, Map.of())).isEqualTo(VARIANTS);
    assertThat(byDefault.next(VARIANTS, SECONDS)).containsExactly("pattern", "short");
    assertThat(byDefault.next(List.of("pattern", "long"), SECONDS)).isEmpty();
    assertThat(byDefault.next(List.of("pattern"), SECONDS)).containsExactly("pattern");
    assertThat(set.most()).isEqualTo(9);
    assertThat(set.next(VARIANTS, SECONDS)).isEqualTo(VARIANTS);
  }
}
