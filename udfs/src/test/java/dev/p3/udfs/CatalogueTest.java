package dev.p3.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private record Case(String function, SqlFunction.Example example) {
    String query() {
      return example.query().replace("_FUNC_", function);
    }
  }

  static Stream<Case> examples() {
    return P3Functions.all()
        .flatMap(
            function ->
                function.examples().stream().map(example -> new Case(function.name(), example)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleGivesWhatItShows(Case example) {
    String result =
        Sql.texts(example.query()).stream()
            .map(text -> text == null ? "NULL" : text)
            .collect(Collectors.joining("\n"));

    assertThat(result).isEqualTo(example.example().result());
  }

  static Stream<String> names() {
    return P3Functions.all().map(SqlFunction::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void isDescribedWithUsageExampleAndSince(String name) {
    String described = String.join("\n", Sql.texts("describe function extended " + name));

    assertThat(described)
        .contains("Function: " + name)
        .contains("Usage: " + name + "(")
        .contains("Examples:")
        .contains("> SELECT")
        .contains("Since: 0.1.0")
        .doesNotContain("_FUNC_");
  }

  @Test
  void extensionsAddTheSameFunctions() {
    var extensions = new SparkSessionExtensions();
    new P3Functions().apply(extensions);
    SparkSession other = Sql.spark().newSession();

    extensions.registerFunctions(other.sessionState().functionRegistry());
    extensions.registerTableFunctions(other.sessionState().tableFunctionRegistry());

    assertThat(P3Functions.all())
        .allSatisfy(
            function ->
                assertThat(other.sql("describe function " + function.name()).collectAsList())
                    .anyMatch(row -> row.getString(0).startsWith("Usage: " + function.name())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select haversine_km(1, 2, 3)",
        "select tokens()",
        "select tokens('a', 'words', 1)",
        "select normalize_text('a')"
      })
  void aWrongNumberOfArgumentsIsSqlsOwnErrorWithItsPlace(String query) {
    assertThatThrownBy(() -> Sql.spark().sql(query))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("WRONG_NUM_ARGS")
        .hasMessageContaining("line 1 pos 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select haversine_km(array(1), 2, 3, 4)",
        "select tokens('a', 'sentences')",
        "select tokens('a', x) from values ('words') as t(x)",
        "select normalize_text('a', 'nfx')",
        "select fold_case(map('a', 1))"
      })
  void aWrongArgumentIsSqlsOwnErrorWithThePartOfTheQuery(String query) {
    assertThatThrownBy(() -> Sql.spark().sql(query))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("DATATYPE_MISMATCH")
        .hasMessageContaining("line 1 pos 7")
        .satisfies(
            failure ->
                assertThat(((AnalysisException) failure).getQueryContext()[0].fragment())
                    .isEqualTo(query.substring("select ".length()).replaceAll(" from .*", "")));
  }
}
