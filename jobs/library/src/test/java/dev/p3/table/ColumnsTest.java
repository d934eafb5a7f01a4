package dev.p3.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.fault.Faults;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
  private final Dataset<Row> rows =
      LocalSpark.spark().sql("select 1 as origin, 2 as Delay, 3 as size, 4 as SIZE, 5 as `a.b`");
  private final Faults faults = new Faults();

  @ParameterizedTest
  @CsvSource({
    "origin, origin",
    "ORIGIN, origin",
    "delay, Delay",
    "size, size",
    "SIZE, SIZE",
    "A.B, a.b"
  })
  void areFoundExactlyOrElseInAnotherCase(String wanted, String found) {
    assertThat(Columns.find(wanted, rows, "facts", faults)).contains(found);
    assertThat(faults.all()).isEmpty();
  }

  @Test
  void areNotGuessedWhenTwoDifferInCaseAlone() {
    assertThat(Columns.find("Size", rows, "facts", faults)).isEmpty();
    assertThat(faults.all()).hasSize(1);
  }

  @Test
  void areSuggestedWhenMistyped() {
    assertThat(Columns.find("orign", rows, "facts", faults)).isEmpty();
    assertThat(Columns.find("zzzzzz", rows, "facts", faults)).isEmpty();
    assertThat(faults.all())
        .containsExactly(
            "Cannot find column 'orign' in input 'facts' (its columns are origin, Delay, size, SIZE, a.b). Did you mean 'origin'?",
            "Cannot find column 'zzzzzz' in input 'facts' (its columns are origin, Delay, size, SIZE, a.b).");
  }

  @Test
  void areNoneInATableWithoutColumns() {
    assertThat(Columns.find("x", rows.select(), "facts", faults)).isEmpty();
    assertThat(faults.all())
        .containsExactly("Cannot find column 'x' in input 'facts' (its columns are none).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "with space", "back`tick", "`", "select", "a.*", "", "é"})
  void areNamedWhateverCharactersTheNameHas(String name) {
    Dataset<Row> one = LocalSpark.spark().range(1).toDF(name);

    assertThat(one.select(Columns.named(name)).first().getLong(0)).isZero();
  }

  @Test
  void areGivenToAFileWithoutAByteAndToNothingElse() {
    Dataset<Row> nothing = LocalSpark.spark().emptyDataFrame();

    assertThat(Columns.orEmpty(nothing, List.of("a.b", "c", "c")).schema().toDDL())
        .isEqualTo("`a.b` STRING,c STRING");
    assertThat(Columns.orEmpty(rows.limit(0), List.of("x")).columns()).isEqualTo(rows.columns());
    assertThat(Columns.orEmpty(rows.select(), List.of("x")).columns()).isEmpty();
  }
}
