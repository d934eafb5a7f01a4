package dev.p3.profile.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.profile.collect.Facts.SqlMetric;
import dev.p3.profile.model.QueryProfile.PlanNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueriesTest {
  @Test
  void metricsOfAnOperatorHaveTheirUnitsAndTimesAreMilliseconds() {
    var exchange =
        new Facts.Operator(
            "Exchange",
            "Exchange hashpartitioning(k)",
            Map.of(),
            Map.of(
                "number of output rows", new SqlMetric(1, "sum"),
                "data size", new SqlMetric(2, "size"),
                "fetch wait time", new SqlMetric(3, "timing"),
                "shuffle write time", new SqlMetric(4, "nsTiming"),
                "avg hash probes per key", new SqlMetric(5, "average"),
                "number of dropped rows", new SqlMetric(6, "sum")),
            List.of());
    var queries = new Queries();
    queries.started(7, "count", exchange, 1_000);
    queries.accumulated(Map.of(1L, 200L, 2L, 4_096L, 3L, 15L, 4L, 2_600_000L, 5L, 31L));
    queries.ended(7, 3_000);

    PlanNode plan = queries.profiles(1_000, 9_000).get(0).plan();

    assertThat(plan.metrics())
        .isEqualTo(
            Map.of(
                "number of output rows", 200L,
                "data size", 4_096L,
                "fetch wait time", 15L,
                "shuffle write time", 3L));
    assertThat(plan.units())
        .isEqualTo(
            Map.of("data size", "bytes", "fetch wait time", "ms", "shuffle write time", "ms"));
  }

  private static Facts.Operator python(long accumulator) {
    return new Facts.Operator(
        "ArrowEvalPython",
        "ArrowEvalPython",
        Map.of(),
        Map.of("time to run Python workers", new SqlMetric(accumulator, "timing")),
        List.of());
  }

  @Test
  void valuesThatNoPlanShowsTakeNoPlaceFromThoseThatOneDoes() {
    var queries = new Queries();
    queries.started(1, "first", python(1), 0);
    for (long i = 1_000; i < 700_000; i++) {
      queries.accumulated(Map.of(i, 1L));
    }
    queries.accumulated(Map.of(1L, 4_000L));
    queries.started(2, "later", python(2), 0);
    queries.accumulated(Map.of(2L, 3_000L));

    assertThat(queries.pythonSeconds()).isEqualTo(7);
    assertThat(queries.profiles(0, 9))
        .extracting(query -> query.plan().metric("time to run Python workers"))
        .containsExactly(4_000L, 3_000L);
    assertThat(queries.note()).isEmpty();
  }

  @Test
  void ofVeryManyQueriesTheLongestAreShownAndTheTimeOfAllIsCounted() {
    var queries = new Queries();
    for (long i = 1; i <= 2_500; i++) {
      queries.started(i, "query", python(i), 0);
      queries.accumulated(Map.of(i, 2L));
      queries.ended(i, i % 100 == 0 ? 1_000_000 + i : i);
    }
    assertThat(queries.pythonSeconds()).isEqualTo(5);
    assertThat(queries.profiles(0, 9))
        .hasSize(1_000)
        .filteredOn(query -> query.seconds() >= 1_000)
        .hasSize(25);
    assertThat(queries.note()).hasValue("Of 2,500 queries the 1,000 that took longest are shown.");
  }
}
