package dev.p3.patterns.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.p3.fault.BadUsageException;
import dev.p3.job.OptionsRecord;
import dev.p3.patterns.scope.EnrichOptions.Duplicates;
import dev.p3.patterns.scope.EnrichOptions.Unmatched;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMatchTest {
  @Test
  void readsAFactColumnAndALookupColumn() {
    assertThat(KeyMatch.parse("origin=iata")).isEqualTo(new KeyMatch("origin", "iata"));
    assertThat(KeyMatch.parse("two words=a.b=c")).isEqualTo(new KeyMatch("two words", "a.b=c"));
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(KeyMatch.parse("origin=iata")).hasToString("origin=iata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "origin", "=", "origin=", "=iata"})
  void refusesWhatNamesNoTwoColumns(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyMatch.parse(text))
        .withMessage("must be FACTCOL=LOOKUPCOL, such as origin=iata");
  }

  @Test
  void isAnOptionThatMayBeRepeated() {
    EnrichOptions options =
        parse(
            Map.of("on", List.of("origin=iata", "destination=iata"), "unmatched", List.of("drop")));

    assertThat(options)
        .isEqualTo(
            new EnrichOptions(
                List.of(new KeyMatch("origin", "iata"), new KeyMatch("destination", "iata")),
                Unmatched.DROP,
                Duplicates.FAIL));
  }

  @Test
  void isMissedWhenNoneIsGiven() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> parse(Map.of()))
        .withMessageStartingWith("Missing --on FACTCOL=LOOKUPCOL");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> new EnrichOptions(List.of(), Unmatched.KEEP, Duplicates.FAIL))
        .withMessageStartingWith("Missing --on FACTCOL=LOOKUPCOL");
  }

  @Test
  void isReportedTogetherWithTheOtherFaults() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () -> parse(Map.of("on", List.of("origin", "=x"), "unmatched", List.of("kepe"))))
        .satisfies(
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "Invalid --on: 'origin' (must be FACTCOL=LOOKUPCOL, such as origin=iata)",
                        "Invalid --on: '=x' (must be FACTCOL=LOOKUPCOL, such as origin=iata)",
                        "Invalid --unmatched: 'kepe' (must be one of keep, drop, fail). Did you mean 'keep'?"));
  }

  private static EnrichOptions parse(Map<String, List<String>> given) {
    return OptionsRecord.of(EnrichOptions.class).parse(given);
  }
}
