package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ChannelCheckTest {
  private final SparkSession spark = LocalSpark.spark();

  private static final class Unknown {}

  private static List<String> offenders(Object value) {
    return ChannelCheck.offenders(value, "all", SparkEnv.get().serializer().newInstance());
  }

  @Test
  void findsNothingInValuesThatTheSerializerWrites() {
    assertThat(offenders(new HashMap<>(Map.of("KEF", new Place("Keflavik", 63.985))))).isEmpty();
  }

  @Test
  void namesThePathToEverythingThatKryoDoesNotWrite() {
    Object value =
        new ArrayList<>(
            List.of("text", new HashMap<>(Map.of("a", 1, "b", new Unknown())), new Unknown()));

    assertThat(offenders(value))
        .containsExactly(
            "all[1][\"b\"] : ChannelCheckTest.Unknown", "all[2] : ChannelCheckTest.Unknown");
  }

  @Test
  void judgesByTheSerializerThatItIsGiven() {
    Object value = new HashMap<>(Map.of("place", new Place("Keflavik", 63.985)));

    assertThat(
            ChannelCheck.offenders(
                value, "all", new JavaSerializer(spark.sparkContext().getConf()).newInstance()))
        .containsExactly("all[\"place\"] : TestRecordModule.Place");
  }

  @Test
  void tellsWhoeverOpensAScope() {
    Map<String, Place> places = new HashMap<>();
    @SuppressWarnings("unchecked")
    Map<String, Object> broken = (Map<String, Object>) (Map<String, ?>) places;
    broken.put("KEF", new Unknown());

    assertThatThrownBy(() -> Scope.open(spark, new Lookups(places, 10)))
        .hasMessageContaining("component places cannot be serialized: ")
        .hasMessageContaining("places[\"KEF\"] : ChannelCheckTest.Unknown");
  }
}
