package dev.p3.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.job.JobRegistry;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFunctionsTest {
  @Test
  void listsTheJobs() {
    assertThat(Sql.texts("select job from p3_jobs()")).isEqualTo(JobRegistry.ofThread().names());
  }

  @Test
  void summarizesATableThatIsNamed() {
    Sql.spark().range(1, 6).toDF("id").createOrReplaceTempView("p3_numbers");
    assertThat(Sql.texts("select mean from p3_summarize(TABLE(p3_numbers))"))
        .containsExactly("3.0");
  }

  @Test
  void givesTheFirstRowsOfEachGroup() {
    assertThat(
            Sql.texts(
                "select concat_ws(' ', g, rank, x) from p3_top(TABLE(select id % 2 g, id x from range(10)), 'x', 2, 'g') order by g, rank"))
        .containsExactly("0 1 8", "0 2 6", "1 1 9", "1 2 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from p3_top(TABLE(select id from range(3)), 'ids', 1)",
        "select * from p3_top(TABLE(select id from range(3)), 'id', 0)",
        "select * from p3_top(TABLE(select id from range(3)), 'id', 'x')",
        "select * from p3_top(1, 'id', 1)",
        "select * from p3_summarize(1)",
        "select * from p3_jobs(1)"
      })
  void aWrongArgumentIsAnErrorOfAnalysis(String query) {
    assertThatThrownBy(() -> Sql.spark().sql(query)).isInstanceOf(AnalysisException.class);
  }
}
