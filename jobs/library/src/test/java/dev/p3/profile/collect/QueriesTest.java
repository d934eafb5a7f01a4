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
}
