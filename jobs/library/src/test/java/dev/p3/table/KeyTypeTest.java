package dev.p3.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.fault.Faults;
import dev.p3.table.KeyType.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TINYINT          | BIGINT         | BIGINT         | false",
        "INT              | FLOAT          | DOUBLE         | false",
        "SMALLINT         | DOUBLE         | DOUBLE         | false",
        "FLOAT            | DOUBLE         | DOUBLE         | false",
        "BIGINT           | DOUBLE         | DECIMAL(19,0)  | true",
        "FLOAT            | BIGINT         | DECIMAL(19,0)  | true",
        "DECIMAL(10,2)    | DOUBLE         | DECIMAL(10,2)  | true",
        "INT              | DECIMAL(10,2)  | DECIMAL(12,2)  | false",
        "DECIMAL(20,0)    | DECIMAL(38,18) | DECIMAL(38,18) | false",
        "DECIMAL(38,0)    | DECIMAL(38,18) | DECIMAL(20,0)  | true",
        "DECIMAL(38,38)   | DECIMAL(38,0)  | DECIMAL(1,0)   | true",
        "BIGINT           | DECIMAL(38,30) | DECIMAL(8,0)   | true",
        "DATE             | TIMESTAMP      | TIMESTAMP      | false",
        "STRING           | STRING         | STRING         | false",
      })
  void holdsWhatBothColumnsCanHold(String left, String right, String type, boolean isNarrow) {
    for (List<String> pair : List.of(List.of(left, right), List.of(right, left))) {
      Optional<KeyType> common = of(nulls(pair.get(0)), nulls(pair.get(1)), new Faults());
      assertThat(common)
          .get()
          .satisfies(
              each -> {
                assertThat(each.type().sql()).isEqualTo(type);
                assertThat(each.isNarrow()).isEqualTo(isNarrow);
              });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STRING                | INT                    | false",
        "DATE                  | INT                    | false",
        "BOOLEAN               | INT                    | false",
        "INTERVAL MONTH        | INTERVAL DAY           | false",
        "ARRAY<BIGINT>         | ARRAY<DOUBLE>          | false",
        "STRUCT<a: BIGINT>     | STRUCT<a: FLOAT>       | false",
        "ARRAY<INT>            | ARRAY<BIGINT>          | true",
        "STRUCT<a: FLOAT>      | STRUCT<a: DOUBLE>      | true",
      })
  void isFoundOnlyWhereNothingIsLost(String left, String right, boolean isFound) {
    var faults = new Faults();

    assertThat(of(nulls(left), nulls(right), faults).isPresent()).isEqualTo(isFound);
    assertThat(faults.all()).hasSize(isFound ? 0 : 1);
  }

  @Test
  void makesOneClassOfEqualNumbersOfAllTypes() {
    String numbers = "select * from values (%s, %s, %s, %s) as t(whole, twice, exact, wide)";
    Dataset<Row> rows =
        LocalSpark.spark()
            .sql(
                numbers.formatted(
                    "9007199254740993L",
                    "9007199254740992D",
                    "9007199254740993.00BD",
                    "cast(9007199254740993BD as decimal(38, 0))"));

    assertThat(pairsThatAreEqual(rows)).containsExactly("whole exact", "whole wide", "exact wide");
  }

  private static List<String> pairsThatAreEqual(Dataset<Row> rows) {
    String[] names = rows.columns();
    var equal = new ArrayList<Column>();
    for (int i = 0; i < names.length; i++) {
      for (int j = i + 1; j < names.length; j++) {
        KeyType type =
            KeyType.of(new Keys("a", rows, names[i]), new Keys("b", rows, names[j]), new Faults())
                .orElseThrow();
        equal.add(
            type.values(names[i]).equalTo(type.values(names[j])).as(names[i] + " " + names[j]));
      }
    }
    Row row = rows.select(equal.toArray(Column[]::new)).first();
    return Arrays.stream(row.schema().fieldNames())
        .filter(name -> Boolean.TRUE.equals(row.<Boolean>getAs(name)))
        .toList();
  }

  private static Optional<KeyType> of(Dataset<Row> left, Dataset<Row> right, Faults faults) {
    return KeyType.of(new Keys("left", left, "k"), new Keys("right", right, "k"), faults);
  }

  private static Dataset<Row> nulls(String type) {
    return LocalSpark.spark().sql("select cast(null as %s) k".formatted(type));
  }
}
