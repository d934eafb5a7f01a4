package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.minlog.Log;
import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

class KryoDiscoveryTest {
  /** Lists nothing that it holds. */
  public record Parcel(String id, Object content, Map<String, List<Note>> notes) {}

  /** Not visible elsewhere. */
  record Note(String text, Colour colour) {}

  /** Only in an array. */
  public enum Colour {
    RED,
    GREEN
  }

  /** No record. */
  public static class Crate {
    Object inner;
    Colour[] colours = {};
  }

  private final List<UnregisteredUse> seen = new ArrayList<>();
  private final DiscoveredClasses classes = new DiscoveredClasses(seen::add);

  @AfterEach
  void resetLogger() {
    Log.setLogger(new Log.Logger());
  }

  private Kryo kryo(boolean references) {
    Kryo kryo =
        new KryoSerializer(
                new SparkConf(false)
                    .set("spark.kryo.registrationRequired", "true")
                    .set("spark.kryo.referenceTracking", Boolean.toString(references))
                    .set("spark.kryo.registrator", P3Registrator.class.getName()))
            .newKryo();
    classes.observe(kryo);
    return kryo;
  }

  private Object roundTrip(Kryo kryo, Object value) {
    var output = new Output(1 << 10, -1);
    kryo.writeClassAndObject(output, value);
    return kryo.readClassAndObject(new Input(output.toBytes()));
  }

  private Map<String, String> paths() {
    Map<String, String> paths = new HashMap<>();
    classes.all().forEach(each -> paths.put(shortened(each.name()), shortened(each.reachedBy())));
    return paths;
  }

  private static String shortened(String text) {
    return text.replace(KryoDiscoveryTest.class.getName() + "$", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyUnregisteredClassIsFoundWithTheWayToIt(boolean references) {
    var content = new ConcurrentSkipListMap<String, Object>(Map.of("leg", new Leg("a", "b", 1)));
    var parcel = new Parcel("p", content, Map.of("n", List.of(new Note("x", Colour.RED))));
    var crate = new Crate();
    crate.inner = new Tuple2<>("first", Optional.of(parcel));
    Object[] sent = {"start", new HashMap<>(Map.of("crate", crate))};

    Object[] back = (Object[]) roundTrip(kryo(references), sent);

    Crate read = (Crate) ((Map<?, ?>) back[1]).get("crate");
    assertThat(((Tuple2<?, ?>) read.inner)._2())
        .usingRecursiveComparison()
        .isEqualTo(Optional.of(parcel));
    String toCrate = "java.lang.Object[] element → java.util.HashMap value → Crate";
    String toParcel = toCrate + ".inner → scala.Tuple2._2 → java.util.Optional value → Parcel";
    assertThat(paths())
        .isEqualTo(
            Map.of(
                "Crate", toCrate,
                "Colour[]", toCrate + ".colours → Colour[]",
                "Colour", toCrate + ".colours → Colour[] element → Colour",
                "Parcel", toParcel,
                "java.util.concurrent.ConcurrentSkipListMap",
                    toParcel + ".content → java.util.concurrent.ConcurrentSkipListMap"));
  }

  @Test
  void aRecordInsideAListedOneIsFoundOnlyWhereKryoIsGivenIt() {
    roundTrip(kryo(true), new Parcel("p", new Note("x", null), Map.of()));
    assertThat(paths())
        .containsOnlyKeys("Parcel", "Note")
        .containsEntry("Note", "Parcel.content → Note");
  }

  @Test
  void aClassIsReportedOnceHoweverManyKryosMeetIt() {
    roundTrip(kryo(true), new Note("x", null));
    roundTrip(kryo(true), new Note("y", null));
    assertThat(seen).hasSize(1);
  }

  @Test
  void whatWasOnlyReadIsFoundTooAndGivesWayToWhatIsWritten() {
    var output = new Output(1 << 10, -1);
    kryo(true).writeClassAndObject(output, new Note("x", null));
    var others = new DiscoveredClasses(seen::add);
    Kryo reader = kryo(true);
    others.observe(reader);
    reader.readClassAndObject(new Input(output.toBytes()));
    assertThat(others.all()).singleElement().extracting(UnregisteredUse::written).isEqualTo(false);
    Kryo writer = kryo(true);
    others.observe(writer);
    roundTrip(writer, List.of(new Note("x", null)));
    assertThat(others.all())
        .singleElement()
        .satisfies(each -> assertThat(shortened(each.reachedBy())).endsWith("element → Note"));
  }

  @Test
  void aClassThatIsNotFoundByItsNameIsRemarkedOn() throws Exception {
    Class<?> ghost = Compiled.load("Ghost", "public class Ghost {}");
    Object instance = ghost.getConstructor().newInstance();
    kryo(true).writeClassAndObject(new Output(1 << 10, -1), instance);
    String source = discovery().moduleSource("Found");
    assertThat(source).contains("// Not listed", "class Ghost");
    var module = (RecordModule) Compiled.load("Found", source).getConstructor().newInstance();
    assertThat(module.classes()).isEmpty();
  }

  @Test
  void theModuleNamesWhatItCanAndLooksUpTheRest() throws Exception {
    roundTrip(
        kryo(true), new Object[] {new Note("x", null), new Note[0][], new Leg[0][0], new Crate()});
    String source = discovery().moduleSource("Found");
    assertThat(source)
        .contains("named(\"dev.p3.record.KryoDiscoveryTest$Note\")")
        .contains("named(\"[[Ldev.p3.record.KryoDiscoveryTest$Note;\")")
        .contains("dev.p3.record.Samples.Leg[][].class")
        .doesNotContain("named(\"[Ldev.p3.record.KryoDiscoveryTest$Note;\")");
    var module = (RecordModule) Compiled.load("Found", source).getConstructor().newInstance();
    assertThat(module.classes())
        .contains(Note.class, Crate.class, Note[][].class, Leg[][].class, Colour.class);
  }

  @Test
  void theModuleOfNothingCompiles() throws Exception {
    String source = new KryoDiscovery(List.of()).moduleSource("Nothing");
    var module = (RecordModule) Compiled.load("Nothing", source).getConstructor().newInstance();
    assertThat(module.classes()).isEmpty();
  }

  @Test
  void aContextThatWasStartedWithoutDiscoveryIsRefused() {
    assertThatThrownBy(() -> KryoDiscovery.of(LocalSpark.spark().sparkContext()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("spark.p3.kryo.discover=false");
  }

  private KryoDiscovery discovery() {
    return new KryoDiscovery(
        classes.all().stream()
            .map(
                each ->
                    new UnregisteredClass(
                        each.name(), each.kind(), each.reachedBy(), "driver", each.listing()))
            .toList());
  }
}
