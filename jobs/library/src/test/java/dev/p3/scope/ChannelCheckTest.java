package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;

class ChannelCheckTest {
  record Mixed(Map<String, Object> byName, List<Object> all, int limit) implements Serializable {}

  private static final class Unknown {}

  private final SerializerInstance kryo = kryo();
  private final SerializerInstance java =
      new JavaSerializer(LocalSpark.spark().sparkContext().getConf()).newInstance();

  private static SerializerInstance kryo() {
    LocalSpark.spark();
    return SparkEnv.get().serializer().newInstance();
  }

  @Test
  void letsValuesPassThatTheSerializerWrites() {
    var lookups = new Lookups(new HashMap<>(Map.of("KEF", new Place("Keflavik", 63.985))), 10);

    assertThatCode(() -> ChannelCheck.requireSerializable(lookups, kryo, "scope Lookups"))
        .doesNotThrowAnyException();
  }

  @Test
  void namesThePathToEverythingThatKryoDoesNotWrite() {
    Map<String, Object> byName = new HashMap<>(Map.of("a", "text", "b", new Unknown()));
    var mixed = new Mixed(byName, new ArrayList<>(List.of(1, new Unknown())), 3);

    assertThatThrownBy(() -> ChannelCheck.requireSerializable(mixed, kryo, "scope Mixed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot open scope Mixed: spark.serializer (Kryo) cannot write\n  ")
        .hasMessageContaining("Mixed.byName[\"b\"] : ChannelCheckTest.Unknown (")
        .hasMessageContaining("Mixed.all[1] : ChannelCheckTest.Unknown (");
  }

  @Test
  void judgesByTheSerializerThatIsSet() {
    var place = new Place("Keflavik", 63.985);
    var mixed = new Mixed(new HashMap<>(Map.of("place", place)), new ArrayList<>(), 3);

    assertThatThrownBy(() -> ChannelCheck.requireSerializable(mixed, java, "scope Mixed"))
        .hasMessageContaining("spark.serializer (Java) cannot write")
        .hasMessageContaining("Mixed.byName[\"place\"] : TestRecordModule.Place (");
  }
}
