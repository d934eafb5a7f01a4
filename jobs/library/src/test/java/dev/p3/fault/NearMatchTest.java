package dev.p3.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMatchTest {
  private static final List<String> NAMES = List.of("min-count", "top", "tokens", "encoding");

  @ParameterizedTest
  @CsvSource({
    "min-cout, min-count",
    "mincount, min-count",
    "MIN-COUNT, min-count",
    "tpo, top",
    "token, tokens",
    "enc, encoding",
    "encodnig, encoding"
  })
  void findsTheNameThatWasMeant(String mistyped, String meant) {
    assertThat(NearMatch.question(mistyped, NAMES)).isEqualTo(" Did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"colour", "x", "''", "en"})
  void staysSilentWhenNothingIsNear(String mistyped) {
    assertThat(NearMatch.question(mistyped, NAMES)).isEmpty();
  }

  @Test
  void prefersTheNearestOfSeveral() {
    assertThat(NearMatch.question("count", List.of("mount", "counts", "count-all", "county")))
        .containsAnyOf("'mount'", "'counts'", "'county'")
        .doesNotContain("count-all");
  }

  @Test
  void staysSilentWhenThereAreNoNames() {
    assertThat(NearMatch.question("top", List.of())).isEmpty();
  }
}
