package dev.p3.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparatorHintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "iata;name;city ! , ! sep=;",
        "iata|name|city ! , ! sep=|",
        "`iata\tname` ! , ! sep=\\t",
        "iata,name ! ; ! sep=\\,",
        "a;b|c|d ! , ! sep=|",
        "\"first, last\";\"b|c|d\" ! , ! sep=;"
      })
  void namesTheMostFrequentSeparatorOutsideQuotes(String header, String inUse, String option) {
    assertThat(SeparatorHint.of(header, inUse, '"'))
        .hasValueSatisfying(hint -> assertThat(hint.option()).isEqualTo(option));
  }

  @Test
  void saysNothingOfAHeaderWithTheSeparatorInUseOrWithNone() {
    assertThat(SeparatorHint.of("a,b;c;d", ",", '"')).isEmpty();
    assertThat(SeparatorHint.of("a b", ",", '"')).isEmpty();
    assertThat(SeparatorHint.of("\"a;b\"", ",", '"')).isEmpty();
    assertThat(SeparatorHint.of("\"a;b\"", ",", '\0')).isPresent();
  }

  @Test
  void saysWhatToWrite() {
    assertThat(new SeparatorHint(';').advice("in/a.csv"))
        .isEqualTo(
            "its header is a single field, and the separator is probably ';': write 'csv,sep=;:in/a.csv'");
    assertThat(new SeparatorHint('\t').advice("a.csv")).contains("probably a tab", "csv,sep=\\t:");
  }
}
