package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.p3.record.Samples.Cabin;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Pair;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class KryoTest {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

  /** Every kind of array. */
  record Arrays(
      boolean[] flags,
      byte[] bytes,
      short[] shorts,
      char[] chars,
      int[] ints,
      long[] longs,
      float[] floats,
      double[] doubles,
      String[] texts,
      Leg[] legs,
      int[][] grid) {}

  /** Holds itself. */
  record Node(String name, Node next, List<Node> children) {}

  /** Its constructor refuses some values. */
  record Percent(int value) {
    Percent {
      if (value < 0 || value > 100) {
        throw new IllegalArgumentException("Invalid percent: " + value);
      }
    }
  }

  /** Its constructor says which component it refuses. */
  record Span(int from, int until) {
    Span {
      if (until < from) {
        throw new IllegalArgumentException("Invalid until: " + until);
      }
    }
  }

  /** No components. */
  record Nothing() {}

  /** Neither it nor its constructor is public. */
  private record HiddenRecord(int value, Nothing nothing, char letter) {}

  /** Gives {@link SamplesModule} the private record's class. */
  record Hidden(HiddenRecord value, Object any, Number number) {}

  private static SerializerInstance serializer(boolean references, boolean unsafe) {
    var conf =
        new SparkConf(false)
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.registrator", P3Registrator.class.getName())
            .set("spark.kryo.referenceTracking", Boolean.toString(references))
            .set("spark.kryo.unsafe", Boolean.toString(unsafe));
    return new KryoSerializer(conf).newInstance();
  }

  private static Object roundTrip(SerializerInstance serializer, Object value) {
    return serializer.deserialize(serializer.serialize(value, ANY), ANY);
  }

  private static Object roundTrip(Object value) {
    return roundTrip(serializer(true, false), value);
  }

  private static Kryo kryo() {
    return new KryoSerializer(
            new SparkConf(false)
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", P3Registrator.class.getName()))
        .newKryo();
  }

  static Stream<Object> values() {
    return Stream.of(
        new Samples.Primitives(true, (byte) -1, (short) 300, -5, 1L << 40, 1.5f, Math.PI),
        new Samples.Boxes(true, (byte) -1, (short) 300, -5, 1L << 40, 1.5f, Math.PI),
        new Samples.Boxes(null, null, null, null, null, null, null),
        Samples.scalars(),
        Samples.noScalars(),
        Samples.trip(1),
        Samples.emptyTrip(2),
        new Samples.Trip(3, null, List.of(), Set.of(), Map.of(), Map.of(), null, null),
        new Pair<>(new Leg("a", "b", 1), List.of(1, "two")),
        new Samples.Connection(new Pair<>(null, new Leg("", "ü", 0)), new Pair<>("x", List.of())),
        new Node("a", new Node("b", null, List.of()), List.of(new Node("c", null, null))),
        new Nothing(),
        new Hidden(new HiddenRecord(7, new Nothing(), 'x'), "any", 5L),
        List.of(),
        List.of(1),
        List.of(1, 2, 3),
        Stream.of(1, null).toList(),
        java.util.Arrays.asList(1, null),
        new ArrayList<>(List.of(1)),
        new LinkedList<>(List.of(1)),
        Set.of(),
        Set.of(1),
        Set.of(1, 2, 3),
        Map.of(),
        Map.of(1, "a"),
        Map.of(1, "a", 2, "b"),
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Collections.unmodifiableList(new LinkedList<>(List.of(1))),
        Collections.unmodifiableSet(new HashSet<>(List.of(1))),
        Collections.unmodifiableMap(new TreeMap<>(Map.of(1, 2))),
        Collections.emptyList(),
        Collections.singletonMap(1, 2),
        new LinkedHashMap<>(Map.of("a", List.of(Optional.of(1), Optional.empty()))),
        new LinkedHashSet<>(List.of(Cabin.ECONOMY)),
        Optional.of(Cabin.BUSINESS),
        new UUID(1, 2),
        LocalDate.EPOCH,
        ZonedDateTime.of(LocalDate.EPOCH.atStartOfDay(), ZoneId.of("Europe/Zurich")),
        new BigDecimal("1.50"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueComesBackWithAndWithoutReferencesAndUnsafe(Object value) {
    for (boolean references : new boolean[] {true, false}) {
      for (boolean unsafe : new boolean[] {true, false}) {
        Object back = roundTrip(serializer(references, unsafe), value);
        assertThat(back).isEqualTo(value).hasSameClassAs(value);
      }
    }
  }

  @Test
  void aViewOfAnImmutableListComesBackAsAnImmutableList() {
    assertThat(roundTrip(List.of(1, 2, 3).subList(0, 2))).isEqualTo(List.of(1, 2));
  }

  @Test
  void arraysComeBack() {
    var sent =
        new Arrays(
            new boolean[] {true, false},
            new byte[] {1, -1},
            new short[] {2},
            new char[] {'ü'},
            new int[] {3, -3},
            new long[] {4, Long.MIN_VALUE},
            new float[] {5},
            new double[] {6},
            new String[] {"a", null},
            new Leg[] {new Leg("a", "b", 1), null},
            new int[][] {{1}, {}});
    assertThat(roundTrip(sent)).usingRecursiveComparison().isEqualTo(sent);
    assertThat(roundTrip(new Leg[] {new Leg("a", "b", 1), null}))
        .isEqualTo(new Leg[] {new Leg("a", "b", 1), null});
    var nothing = new Arrays(null, null, null, null, null, null, null, null, null, null, null);
    assertThat(roundTrip(nothing)).isEqualTo(nothing);
  }

  @Test
  void arraysLongerThanAChunkComeBack() {
    int[] ints = new Random(7).ints(100_000).toArray();
    String[] texts = Stream.generate(() -> "x").limit(10_000).toArray(String[]::new);
    var sent = new Arrays(null, null, null, null, ints, null, null, null, texts, null, null);
    assertThat(roundTrip(sent)).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void containersKeepTheirClassesInsideRecords() {
    var back =
        (Samples.Trip)
            roundTrip(
                new Samples.Trip(
                    1,
                    null,
                    new ArrayList<>(java.util.Arrays.asList(new Leg("a", "b", 1), null)),
                    new LinkedHashSet<>(List.of(new Leg("a", "b", 1))),
                    new TreeMap<>(Map.of("k", new Leg("a", "b", 1))),
                    new HashMap<>(),
                    Optional.empty(),
                    Optional.empty()));
    assertThat(back.legs()).isInstanceOf(ArrayList.class).hasSize(2);
    assertThat(back.distinct()).isInstanceOf(LinkedHashSet.class).hasSize(1);
    assertThat(back.byName()).isInstanceOf(TreeMap.class).hasSize(1);
    assertThat(back.tickets()).isInstanceOf(HashMap.class);
    assertThat(
            ((Node) roundTrip(new Node("a", null, new ArrayDeque<Node>().stream().toList())))
                .children())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "31", "63", "64", "200", "100000"})
  void stringsOfEveryLengthAndAlphabetComeBack(int length) {
    for (String letter : List.of("a", "ü", "€", "\uD83D\uDE80", "\u0000")) {
      String text = letter.repeat(length) + "a".repeat(length);
      assertThat(roundTrip(new Leg(text, letter, 1))).isEqualTo(new Leg(text, letter, 1));
      assertThat(throughStream(new Leg(text, letter, 1))).isEqualTo(new Leg(text, letter, 1));
    }
  }

  private static Object throughStream(Object value) {
    Kryo kryo = kryo();
    var output = new Output(1 << 10, -1);
    kryo.writeClassAndObject(output, value);
    // A buffer of few bytes: every read crosses its end sooner or later.
    return kryo.readClassAndObject(new Input(new ByteArrayInputStream(output.toBytes()), 16));
  }

  @Test
  void sharedNodesAreWrittenOnce() {
    Node shared = new Node("x", null, List.of());
    for (int i = 0; i < 40; i++) {
      shared = new Node("x", null, List.of(shared, shared)); // 2^40 paths
    }
    assertThat(serializer(true, false).serialize(shared, ANY).remaining()).isLessThan(2_000);
  }

  @Test
  void theConstructorsRefusalNamesTheRecordAndItsComponents() {
    Kryo kryo = kryo();
    var output = new Output(64);
    kryo.writeClass(output, Percent.class);
    output.writeInt(1, true); // a new reference
    output.writeInt(101, false);
    assertThatThrownBy(() -> kryo.readClassAndObject(new Input(output.toBytes())))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("Cannot construct record " + Percent.class.getName() + "(value)")
        .hasMessageNotContaining("101")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theConstructorsRefusalNamesTheComponentThatItIsAbout() {
    Kryo kryo = kryo();
    var output = new Output(64);
    kryo.writeClass(output, Span.class);
    output.writeInt(1, true); // a new reference
    output.writeInt(77, false);
    output.writeInt(66, false);
    assertThatThrownBy(() -> kryo.readClassAndObject(new Input(output.toBytes())))
        .hasMessageContaining("Cannot construct record " + Span.class.getName() + "(from, until)")
        .hasMessageContaining(
            "its constructor threw java.lang.IllegalArgumentException about until")
        .hasMessageNotContaining("66");
  }

  @Test
  void truncatedBytesAreRefused() {
    byte[] bytes = serializer(true, false).serialize(Samples.trip(1), ANY).array();
    int length = serializer(true, false).serialize(Samples.trip(1), ANY).remaining();
    for (int end = 1; end < length; end++) {
      ByteBuffer truncated = ByteBuffer.wrap(java.util.Arrays.copyOf(bytes, end));
      assertThatThrownBy(() -> serializer(true, false).deserialize(truncated, ANY))
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void noRandomBytesMakeAnErrorOrExhaustMemory() {
    var random = new Random(42);
    byte[] good = serializer(true, false).serialize(Samples.trip(1), ANY).array();
    Kryo kryo = kryo();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
      }
      try {
        kryo.readClassAndObject(new Input(bytes));
      } catch (RuntimeException refused) {
        kryo.reset();
      }
    }
  }

  @Test
  void aHugeLengthIsRefusedWithoutMemoryForIt() {
    Kryo kryo = kryo();
    var output = new Output(64);
    kryo.writeClass(output, Leg.class);
    output.writeInt(1, true);
    output.writeByte(0xFF); // a string's length that continues
    output.writeInt(Integer.MAX_VALUE >> 6, true);
    assertThatThrownBy(() -> kryo.readClassAndObject(new Input(output.toBytes())))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("Cannot read record " + Leg.class.getName());
  }

  /** Of each, a length of two thousand million, and nothing after it. */
  static Stream<Class<?>> typesWithALength() {
    return Stream.of(
        ArrayList.class,
        HashMap.class,
        HashSet.class,
        LinkedHashSet.class,
        LinkedList.class,
        ContainerForm.LIST_OF_MANY,
        ContainerForm.SET_OF_MANY,
        ContainerForm.MAP_OF_MANY,
        ContainerForm.ARRAY_AS_LIST,
        Collections.unmodifiableList(new ArrayList<>()).getClass(),
        Object[].class,
        String[].class,
        Leg[].class,
        Cabin[].class,
        byte[].class,
        boolean[].class,
        int[].class,
        long[].class,
        double[].class,
        java.math.BigInteger.class,
        BigDecimal.class);
  }

  @ParameterizedTest
  @MethodSource("typesWithALength")
  void aHugeLengthOfAnythingIsRefusedWithoutMemoryForIt(Class<?> type) {
    Kryo kryo = kryo();
    var output = new Output(64);
    kryo.writeClass(output, type);
    output.writeInt(1, true); // a new reference
    output.writeInt(2_000_000_000, true);
    assertThatThrownBy(() -> kryo.readClassAndObject(new Input(output.toBytes())))
        .isInstanceOf(KryoException.class);
  }

  @Test
  void aHugeLengthOfAStringIsRefusedWithoutMemoryForIt() {
    Kryo kryo = kryo();
    var output = new Output(64);
    kryo.writeClass(output, String.class);
    output.writeInt(1, true);
    output.writeByte(0xFF);
    output.writeInt(30_000_000, true);
    assertThatThrownBy(() -> kryo.readClassAndObject(new Input(output.toBytes())))
        .isInstanceOf(KryoException.class);
  }

  @Test
  void arraysAndListsThatHoldThemselvesComeBack() {
    var list = new ArrayList<>();
    list.add(list);
    assertThat(((List<?>) roundTrip(list)).get(0)).isInstanceOf(ArrayList.class);
    Object[] array = new Object[1];
    array[0] = array;
    Object[] back = (Object[]) roundTrip(array);
    assertThat(back[0]).isSameAs(back);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\uD800", "a\uDC00b", "\uDC00\uD800", "?\uD83D", "\uFFFD", "\uD83D\uDE80?\uD800"})
  void stringsThatAreNoUnicodeComeBack(String text) {
    for (String around : List.of("", "x".repeat(40), "ü".repeat(40))) {
      Leg leg = new Leg(around + text, text + around, 1);
      assertThat(roundTrip(leg)).isEqualTo(leg);
      assertThat(throughStream(leg)).isEqualTo(leg);
    }
  }

  @Test
  void anUnlistedClassIsRefused() {
    record Unlisted(int value) {}
    assertThatThrownBy(() -> serializer(true, false).serialize(new Unlisted(1), ANY))
        .hasMessageContaining("Class is not registered")
        .hasMessageContaining("Unlisted");
  }

  @Test
  void anUnknownIdIsRefused() {
    var output = new Output(16);
    output.writeInt(16_000, true);
    assertThatThrownBy(() -> kryo().readClassAndObject(new Input(output.toBytes())))
        .hasMessageContaining("unregistered class ID");
  }
}
