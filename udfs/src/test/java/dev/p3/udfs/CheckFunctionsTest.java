package dev.p3.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckFunctionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "'12', 'int' | -",
        "' 12 ', 'int' | -",
        "'12.0', 'int' | CAST",
        "'128', 'tinyint' | CAST",
        "'2024-02-30', 'date' | CAST",
        "'abc', 'varchar(2)' | CAST",
        "'1.005', 'decimal(5,2)' | CAST",
        "null, 'int' | -",
        "null, 'int', 'not null' | NULL",
        "'  ', 'int', 'NOT NULL' | NULL",
        "'', 'string', 'not null' | -",
        "'7', 'int', 'value > 5' | -",
        "'3', 'int', 'value > 5' | CHECK",
        "'3', 'int', 'not null check (value > 5) check (value < 9)' | CHECK",
        "'x', 'int', 'check (value > 5)' | CAST",
        "null, 'int', 'value > 5' | -",
        "'ab', 'string', 'length(value) = 2' | -"
      })
  void givesTheFaultThatIngestWould(String arguments, String fault) {
    for (boolean isAnsi : new boolean[] {true, false}) {
      Sql.withAnsi(
          isAnsi,
          () -> {
            assertThat(Sql.text("check_text(" + arguments + ")")).isEqualTo(fault);
            assertThat(
                    Sql.texts(
                        "select check_text("
                            + arguments.replaceFirst("^('[^']*'|null)", "x")
                            + ") from (select if(id < 0, '', "
                            + arguments.replaceFirst("^('[^']*'|null).*", "$1")
                            + ") x from range(2))"))
                .containsOnly(fault);
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "parse_int_or_null('x') | -",
        "parse_int_or_null('2147483648') | -",
        "parse_bigint_or_null(' 42 ') | 42",
        "parse_double_or_null('1e999') | -",
        "parse_double_or_null('NaN') | NaN",
        "parse_boolean_or_null('f') | false",
        "parse_date_or_null('2024/2/9') | 2024-02-09",
        "parse_timestamp_or_null('2024-01-02 03:04:05.678') | 2024-01-02 03:04:05.678",
        "parse_decimal_or_null('0.125', 10, 3) | 0.125",
        "parse_decimal_or_null('1000', 3, 0) | -",
        "parse_int_or_null(null) | -",
        "parse_int_or_null('') | -",
      })
  void readsWhatKeepsItsValueAndNothingElse(String call, String value) {
    for (boolean isAnsi : new boolean[] {true, false}) {
      Sql.withAnsi(isAnsi, () -> assertThat(Sql.text(call)).isEqualTo(value));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select check_text('1', 'integre')",
        "select check_text('1', 'int', 'value >')",
        "select check_text('1', 'array<int>')",
        "select check_text('1', id) from range(1)",
        "select parse_decimal_or_null('1', 99, 2)",
        "select parse_decimal_or_null('1', null, 2)"
      })
  void aWrongRuleIsSqlsOwnErrorWithItsPlace(String query) {
    assertThatThrownBy(() -> Sql.spark().sql(query))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("DATATYPE_MISMATCH")
        .hasMessageContaining("line 1 pos 7");
  }

  @Test
  void aConditionOnAnotherNameIsUnresolved() {
    assertThatThrownBy(() -> Sql.spark().sql("select check_text('1', 'int', 'other > 1')"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("other");
  }
}
