package dev.p3.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JobValuesTest {
  @Nested
  class InputsOfARun {
    private final Dataset<Row> rows = LocalSpark.spark().range(1).toDF();
    private final Inputs inputs = new Inputs(Map.of("facts", rows));

    @Test
    void areFoundByName() {
      assertThat(inputs.required("facts")).isSameAs(rows);
      assertThat(inputs.optional("facts")).containsSame(rows);
    }

    @Test
    void mayBeAbsentUnlessRequired() {
      assertThat(inputs.optional("stop")).isEmpty();
      assertThatThrownBy(() -> inputs.required("stop"))
          .isInstanceOf(BadUsageException.class)
          .hasMessage("Missing input 'stop'");
    }
  }

  @Nested
  class ObservedFigures {
    private final Observed observed =
        new Observed(Map.of("count", 3L, "sum", 7, "name", "not a number"));

    @Test
    void areTotalsOfAnyNumberType() {
      assertThat(observed.total("count")).isEqualTo(3);
      assertThat(observed.total("sum")).isEqualTo(7);
    }

    @Test
    void areZeroWhenNothingWasObserved() {
      assertThat(observed.total("absent")).isZero();
      assertThat(observed.total("name")).isZero();
    }
  }

  @Nested
  class OutcomeOfAJob {
    private final Dataset<Row> rows = LocalSpark.spark().range(1).toDF();
    private final Outcome<NoResult> outcome =
        Outcome.of(Map.of("good", rows, "bad", rows), observed -> new NoResult());

    @Test
    void hasNoLateRowsUnlessSaid() {
      assertThat(outcome.lateRows()).isEmpty();
    }

    @Test
    void mayKnowTheRowsOfAnOutputOnceEarlierOnesAreWritten() {
      Outcome<NoResult> late =
          outcome.withLateRows(
              "bad", soFar -> soFar.total("bad") == 0 ? Optional.of(List.of()) : Optional.empty());

      assertThat(late.outputs()).isEqualTo(outcome.outputs());
      assertThat(late.lateRows().get("bad").after(new Observed(Map.of()))).contains(List.of());
      assertThat(late.lateRows().get("bad").after(new Observed(Map.of("bad", 2L)))).isEmpty();
    }

    @Test
    void refusesLateRowsOfAnOutputThatThereIsNot() {
      assertThatThrownBy(() -> outcome.withLateRows("bda", soFar -> Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bda");
    }
  }

  record NoResult() implements JobResult {}
}
