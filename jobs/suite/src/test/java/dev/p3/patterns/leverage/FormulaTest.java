package dev.p3.patterns.leverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.p3.patterns.leverage.Formula.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  @Test
  void readsTermsAsTheUserWroteThem() {
    Formula formula = Formula.parse(" delay~distance + pow( distance,2 )+pow(a.b, 10)");

    assertThat(formula.outcome()).isEqualTo("delay");
    assertThat(formula.hasIntercept()).isTrue();
    assertThat(formula.terms())
        .containsExactly(
            new Term("distance", "distance", 1),
            new Term("pow( distance,2 )", "distance", 2),
            new Term("pow(a.b, 10)", "a.b", 10));
  }

  @Test
  void readsNamesInBackTicks() {
    Formula formula = Formula.parse("`arr delay` ~ `a``b` + pow(`1st`, 3) + pow");

    assertThat(formula.outcome()).isEqualTo("arr delay");
    assertThat(formula.terms())
        .containsExactly(
            new Term("a`b", "a`b", 1),
            new Term("pow(`1st`, 3)", "1st", 3),
            new Term("pow", "pow", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y ~ x - 1", "y ~ x + 0", "y ~ 0 + x", "y ~ -1 + x", "y~x-1"})
  void leavesTheInterceptOut(String text) {
    Formula formula = Formula.parse(text);

    assertThat(formula.hasIntercept()).isFalse();
    assertThat(formula.terms()).extracting(Term::column).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"y ~ x", "y ~ 1 + x", "y ~ x + 1"})
  void hasAnInterceptOtherwise(String text) {
    assertThat(Formula.parse(text).hasIntercept()).isTrue();
  }

  @Test
  void mayBeAnInterceptAlone() {
    assertThat(Formula.parse("y ~ 1").terms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "y             | 1  | ~ after the outcome",
        "y = x         | 2  | ~ after the outcome",
        "~ x           | 0  | the outcome, which is a column",
        "y ~           | 3  | a column, pow(column, n), 1 or 0",
        "y ~ x +       | 7  | a column, pow(column, n), 1 or 0",
        "y ~ x z       | 6  | + and another term, or the end",
        "y ~ x * z     | 6  | + and another term, or the end",
        "y ~ log(x)    | 7  | + and another term, or the end",
        "y ~ pow(x)    | 9  | a comma and a power, such as pow(x, 2)",
        "y ~ pow(x, 0) | 11 | a whole number from 1 to 32",
        "y ~ pow(x, y) | 11 | a whole number from 1 to 32",
        "y ~ pow(x, 99)| 11 | a whole number from 1 to 32",
        "y ~ pow(x, 2  | 12 | a closing bracket",
        "y ~ x - z     | 8  | 1: only the intercept can be taken away",
        "y ~ 2         | 4  | a column, pow(column, n), 1 or 0",
        "y ~ x + x     | 8  | another term: this one is there already",
        "y ~ `x        | 4  | a column, pow(column, n), 1 or 0",
      })
  void marksThePlaceThatDoesNotParse(String text, int place, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Formula.parse(text))
        .withMessage(
            "does not parse:\n  " + text + "\n  " + " ".repeat(place) + "^ must be " + expected);
  }
}
