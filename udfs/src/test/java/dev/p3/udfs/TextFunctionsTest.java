package dev.p3.udfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFunctionsTest {
  /** From Unicode's CaseFolding.txt and UAX #15, figures 3 to 6. */
  @Test
  void foldsAndNormalizesAsUnicodeSays() {
    assertThat(Sql.text("fold_case('MASSE Maße ΣΊΣΥΦΟΣ ﬁ İ')"))
        .isEqualTo("masse masse σίσυφοσ fi i̇");
    assertThat(Sql.text("normalize_text('ſ\\u0323\\u0307', 'nfkc')")).isEqualTo("ṩ");
    assertThat(Sql.text("hex(normalize_text('\\u1E9B\\u0323', 'nfd'))")).isEqualTo("C5BFCCA3CC87");
    assertThat(Sql.text("hex(normalize_text('\\u1E9B\\u0323', 'NFC'))")).isEqualTo("E1BA9BCCA3");
    assertThat(Sql.text("hex(normalize_text('\\u1E9B\\u0323', 'nfkd'))")).isEqualTo("73CCA3CC87");
    assertThat(Sql.text("hex(normalize_text('\\u1E9B\\u0323', 'nfkc'))")).isEqualTo("E1B9A9");
  }

  @Test
  void cutsWordsOfEveryScript() {
    assertThat(Sql.text("tokens('The QUICK (“brown”) fox can’t jump 32.3 feet, right? 你好')"))
        .isEqualTo("[the, quick, brown, fox, can’t, jump, 32.3, feet, right, 你好]");
    assertThat(Sql.text("tokens('‘It’s’—“5’0”… E’er’')")).isEqualTo("[it’s, 5’0, e’er]");
    assertThat(Sql.text("tokens('Don’t PANIC', 'WORDS')")).isEqualTo("[don’t, panic]");
    assertThat(Sql.text("tokens('Don’t PANIC!', 'Whitespace')")).isEqualTo("[Don’t, PANIC!]");
  }

  @Test
  void anEmptyTextHasNoTokens() {
    assertThat(Sql.text("tokens('')")).isEqualTo("[]");
    assertThat(Sql.text("tokens(' \t\n')")).isEqualTo("[]");
    assertThat(Sql.text("word_count('?!')")).isEqualTo("{}");
    assertThat(Sql.text("fold_case('')")).isEmpty();
    assertThat(Sql.text("normalize_text('', 'nfc')")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokens(null)",
        "tokens(cast(null as string), 'whitespace')",
        "tokens('a', null)",
        "word_count(null)",
        "fold_case(null)",
        "normalize_text(null, 'nfc')",
        "normalize_text('a', null)"
      })
  void nullGivesNull(String expression) {
    assertThat(Sql.text(expression)).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void numbersAreTextsToo(boolean isAnsi) {
    Sql.withAnsi(isAnsi, () -> assertThat(Sql.text("tokens(1.5)")).isEqualTo("[1.5]"));
  }

  @Test
  void countsAsTheTokensSayOnManyRows() {
    assertThat(
            Sql.texts(
                """
                with texts as (select concat('Word ', id % 7, ' and WORD ', id % 3) text from range(1000)),
                counted as (select explode(word_count(text)) from texts),
                cut as (select explode(tokens(text)) token from texts)
                select count(*) from (select key, sum(value) n from counted group by key) a
                  full join (select token, count(*) n from cut group by token) b on key = token
                where not a.n <=> b.n
                """))
        .containsExactly("0");
  }
}
