package dev.p3.record;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Pair;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Aggregator;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Records in every typed operation of a Dataset. */
class TypedQueriesTest {
  private static final SparkSession SPARK = LocalSpark.spark();
  private static final Encoder<Leg> LEG = Records.encoder(Leg.class);
  private static final Encoder<Pair<String, Integer>> PAIR =
      Records.encoder(new TypeToken<Pair<String, Integer>>() {});

  private static final Leg AB = new Leg("a", "b", 1);
  private static final Leg AC = new Leg("a", "c", 5);
  private static final Leg BC = new Leg("b", "c", 7);

  private final Dataset<Leg> legs = SPARK.createDataset(List.of(AB, AC, BC), LEG);

  /** Records go in, are the buffer, and come out. */
  private static final class Minutes extends Aggregator<Leg, Pair<String, Integer>, Leg> {
    private static final long serialVersionUID = 1L;

    @Override
    public Pair<String, Integer> zero() {
      return new Pair<>("", 0);
    }

    @Override
    public Pair<String, Integer> reduce(Pair<String, Integer> sum, Leg leg) {
      return new Pair<>("", sum.second() + leg.minutes());
    }

    @Override
    public Pair<String, Integer> merge(Pair<String, Integer> sum, Pair<String, Integer> other) {
      return new Pair<>("", sum.second() + other.second());
    }

    @Override
    public Leg finish(Pair<String, Integer> sum) {
      return new Leg("all", null, sum.second());
    }

    @Override
    public Encoder<Pair<String, Integer>> bufferEncoder() {
      return PAIR;
    }

    @Override
    public Encoder<Leg> outputEncoder() {
      return LEG;
    }
  }

  private KeyValueGroupedDataset<String, Leg> byOrigin() {
    return legs.groupByKey((MapFunction<Leg, String>) Leg::from, Encoders.STRING());
  }

  @Test
  void anAggregatorOfRecordsAggregatesAllRowsAndGroups() {
    assertThat(legs.select(new Minutes().toColumn()).collectAsList())
        .containsExactly(new Leg("all", null, 13));
    assertThat(byOrigin().agg(new Minutes().toColumn()).collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>("a", new Leg("all", null, 6)), new Tuple2<>("b", new Leg("all", null, 7)));
  }

  @Test
  void anOuterJoinGivesNullForTheSideThatIsMissing() {
    assertThat(
            legs.as("x")
                .joinWith(legs.as("y"), expr("x.to = y.from"), "left_outer")
                .collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>(AB, BC), new Tuple2<>(AC, null), new Tuple2<>(BC, null));
  }

  @Test
  void groupsAreMappedByARecordKeyAndJoinedWithOthers() {
    assertThat(
            legs.groupByKey(
                    (MapFunction<Leg, Pair<String, Integer>>) l -> new Pair<>(l.to(), 1), PAIR)
                .mapGroups(
                    (MapGroupsFunction<Pair<String, Integer>, Leg, Pair<String, Integer>>)
                        (key, group) -> key,
                    PAIR)
                .collectAsList())
        .containsExactlyInAnyOrder(new Pair<>("b", 1), new Pair<>("c", 1));
    assertThat(
            byOrigin()
                .cogroup(
                    // Of its own: Spark 3.5 confuses the columns of a Dataset grouped with itself.
                    SPARK
                        .createDataset(List.of(AB, AC, BC), LEG)
                        .groupByKey((MapFunction<Leg, String>) Leg::to, Encoders.STRING()),
                    (CoGroupFunction<String, Leg, Leg, Leg>) (key, from, to) -> to,
                    LEG)
                .collectAsList())
        .containsExactlyInAnyOrder(AB, AC, BC);
  }

  @Test
  void aNullInATupleComesBackAndANullRowIsRefused() {
    Encoder<Tuple2<Leg, Pair<String, Integer>>> both = Encoders.tuple(LEG, PAIR);
    assertThat(
            legs.map(
                    (MapFunction<Leg, Tuple2<Leg, Pair<String, Integer>>>)
                        leg -> new Tuple2<>(leg, null),
                    both)
                .collectAsList())
        .contains(new Tuple2<>(AB, null));
    assertThatThrownBy(() -> SPARK.createDataset(Arrays.asList(AB, null), LEG).collectAsList())
        .hasStackTraceContaining("top level Product or row object");
  }
}
