package dev.p3.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private record Job(String name, String rows) {}

  @Test
  void textStandsOnTheLeftAndNumbersOnTheRight() {
    assertThat(table(List.of(new Job("top", "681"), new Job("word-count", "10"))))
        .hasToString(
            """
            +------------+------+
            | job        | rows |
            +------------+------+
            | top        |  681 |
            | word-count |   10 |
            +------------+------+""");
  }

  @Test
  void aTableWithoutRowsHasItsHeadings() {
    assertThat(table(List.of()).toString()).contains("| job | rows |");
  }

  @Test
  void aLongTextGoesOnInTheNextLine() {
    String word = "word ";
    assertThat(
            new TextTable<>(List.of(word.repeat(30)), TextTable.OF_SENTENCES)
                .left("words", text -> text)
                .toString()
                .lines())
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(74));
  }

  private static TextTable<Job> table(List<Job> jobs) {
    return new TextTable<>(jobs).left("job", Job::name).right("rows", Job::rows);
  }
}
