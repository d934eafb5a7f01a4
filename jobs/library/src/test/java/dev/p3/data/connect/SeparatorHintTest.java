package dev.p3.data.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.DataLocation;
import dev.p3.table.SeparatorHint;
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

  private static String advice(SeparatorHint hint, String uri) {
    return hint.advice(DataLocation.parse(uri).textWith("csv", hint.option()));
  }

  @Test
  void saysWhatToWrite() {
    assertThat(advice(new SeparatorHint(';'), "in/a.csv"))
        .isEqualTo(
            "its header is a single field, and the separator is probably ';': write 'csv,sep=;:in/a.csv'");
    assertThat(advice(new SeparatorHint('\t'), "csv,skipRows=2,sep=;:a.csv"))
        .contains("probably a tab", "'csv,skipRows=2,sep=\\t:a.csv'");
  }
}
