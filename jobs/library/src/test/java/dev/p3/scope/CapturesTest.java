package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import dev.p3.scope.CaptureCases.Airport;
import dev.p3.scope.CaptureCases.Names;
import dev.p3.scope.CaptureCases.Parser;
import dev.p3.scope.CaptureCases.Range;
import dev.p3.scope.CaptureCases.Ring;
import dev.p3.scope.CaptureCases.Scale;
import dev.p3.scope.CaptureCases.Stateless;
import dev.p3.scope.CaptureCases.Touchy;
import dev.p3.scope.CaptureCases.TripJob;
import dev.p3.scope.CaptureCases.Unit;
import dev.p3.scope.TestRecordModule.Place;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import scala.runtime.AbstractFunction1;

class CapturesTest {
  private static final CaptureLimits LIMITS = CaptureLimits.DEFAULT;
  private static final SparkSession SPARK = LocalSpark.spark();

  /**
   * A function and what is found.
   *
   * @param found a line for each capture, as {@link #lines} writes it
   */
  record Case(String name, Object function, List<String> found) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Object function, String... found) {
    return new Case(name, function, List.of(found));
  }

  private static <T, U> MapFunction<T, U> map(MapFunction<T, U> function) {
    return function;
  }

  static Stream<Case> nothing() {
    return Stream.of(
        of("a lambda", map((String text) -> text.length())),
        of("a static method", CapturesTest.<String, Integer>map(Integer::parseInt)),
        of("an unbound method", CapturesTest.<String, Integer>map(String::length)),
        of("a constructor", map((String text) -> new StringBuilder(text).reverse())),
        of("a constructor reference", CapturesTest.<String, BigDecimal>map(BigDecimal::new)),
        of("a constant", map((Integer value) -> value + CaptureCases.LIMIT)),
        of("a constant list", map((String text) -> CaptureCases.CODES.contains(text))),
        of("a static logger", map((String text) -> CaptureCases.LOG.getName() + text)),
        of("a static thread-local", map((String text) -> CaptureCases.CURRENT.get() + text)),
        of("a switch on an enum", map(CapturesTest::kilometres)),
        of("an assertion", map(CapturesTest::asserted)));
  }

  static Stream<Case> smallValues() {
    int threshold = Integer.parseInt("3");
    long count = threshold;
    String prefix = "p" + threshold;
    Unit unit = Unit.KM;
    Range range = new Range(1, 2, Unit.MILES);
    Names names = new Names("airports", List.of("KEF"));
    BigDecimal price = BigDecimal.TEN;
    Instant now = Instant.EPOCH;
    ZoneId zone = ZoneId.of("UTC");
    UUID id = new UUID(1, 2);
    List<String> codes = List.of("KEF", "WLG");
    Map<String, Range> ranges = Map.of("a", range);
    List<String> none = Collections.emptyList();
    Class<?> type = String.class;
    Object absent = null;
    StructType schema = new StructType().add("code", DataTypes.StringType);
    Encoder<String> encoder = Encoders.STRING();
    var errors = SPARK.sparkContext().longAccumulator();
    MapFunction<String, String> trim = String::trim;
    return Stream.of(
        of("int", map((Integer x) -> x + threshold), "threshold : int, local value, fine"),
        of("long", map((Long x) -> x + count), "count : long, local value, fine"),
        of("text", map((String x) -> x + prefix), "prefix : String, local value, fine"),
        of("enum", map((Unit x) -> x == unit), "unit : Unit, local value, fine"),
        of("record", map((Range x) -> x.equals(range)), "range : Range, local value, fine"),
        of("record of a list", map(names::equals), "receiver : Names, receiver, fine"),
        of("decimal", map((BigDecimal x) -> x.add(price)), "price : BigDecimal, local value, fine"),
        of("instant", map((Instant x) -> x.isAfter(now)), "now : Instant, local value, fine"),
        of("zone", map((Instant x) -> x.atZone(zone)), "zone : ZoneId, local value, fine"),
        of("uuid", map((UUID x) -> x.equals(id)), "id : UUID, local value, fine"),
        of(
            "list of texts",
            map((String x) -> codes.contains(x)),
            "codes : List<String>, local value, fine"),
        of(
            "map of records",
            map((String x) -> ranges.get(x)),
            "ranges : Map<String, Range>, local value, fine"),
        of(
            "empty list",
            map((String x) -> none.contains(x)),
            "none : List<String>, local value, fine"),
        of("class", map((Object x) -> type.isInstance(x)), "type : Class<?>, local value, fine"),
        of("null", map((Object x) -> x == absent), "absent : Object, local value, fine"),
        of("schema", map((Integer x) -> schema.size()), "schema : StructType, local value, fine"),
        of(
            "encoder",
            map((Integer x) -> encoder.schema()),
            "encoder : Encoder<String>, local value, fine"),
        of(
            "accumulator",
            map(
                (Long x) -> {
                  errors.add(x);
                  return x;
                }),
            "errors : LongAccumulator, local value, fine"),
        of(
            "clean function",
            map((String x) -> trim.call(x)),
            "trim : MapFunction<String, String>, local value, fine"),
        of("bound text", map(prefix::concat), "receiver : String, receiver, fine"),
        of("record as this", range.within(), "this : Range, this, fine", "reads from", "reads to"),
        of("nothing of this", new Stateless().trimming(), "this : Stateless, this, fine"));
  }

  static Stream<Case> refused() {
    Map<String, Integer> sizes = new HashMap<>(Map.of("a", 1));
    List<String> names = new ArrayList<>(List.of("a"));
    List<String> view = Collections.unmodifiableList(names);
    List<int[]> arrays = List.of(new int[1]);
    Names mutable = new Names("a", names);
    Airport airport = new Airport("KEF");
    int[] counts = {0};
    AtomicLong total = new AtomicLong();
    var text = new StringBuilder();
    String large = "x".repeat(20_000);
    Parser parser = new Parser();
    List<Parser> parsers = List.of(parser, new Parser(), new Parser());
    MapFunction<String, Integer> sizeOf = sizes::get;
    Function<String, String> plain = String::trim;
    return Stream.of(
        of(
            "map",
            map((String x) -> sizes.get(x)),
            "sizes : Map<String, Integer>, local value, mutable"),
        of("bound map", map(sizes::get), "receiver : Map, receiver, mutable"),
        of(
            "in a stream",
            CaptureCases.inAStream(sizes),
            "sizes : Map<String, Integer>, local value, mutable"),
        of(
            "generics",
            CaptureCases.atLeast("a", names),
            "least : Comparable, local value, fine",
            "all : List<? extends K>, local value, mutable"),
        of(
            "list",
            map((String x) -> names.contains(x)),
            "names : List<String>, local value, mutable"),
        of(
            "unmodifiable view",
            map((String x) -> view.contains(x)),
            "view : List<String>, local value, mutable"),
        of(
            "list of arrays",
            map((Integer x) -> arrays.get(x)),
            "arrays : List<int[]>, local value, mutable"),
        of(
            "record of a list that can be changed",
            map((String x) -> mutable.title()),
            "mutable : Names, local value, mutable"),
        of(
            "record that is not serializable",
            map((String x) -> x.equals(airport.code())),
            "airport : Airport, local value, not serializable"),
        of("array", map((Integer x) -> counts[0] += x), "counts : int[], local value, mutable"),
        of(
            "atomic",
            map((Integer x) -> total.addAndGet(x)),
            "total : AtomicLong, local value, mutable"),
        of(
            "builder",
            map((String x) -> String.valueOf(text) + x),
            "text : StringBuilder, local value, mutable"),
        of("large", map((String x) -> x + large), "large : String, local value, too large"),
        of(
            "class that is not serializable",
            map((String x) -> parser.parse(x)),
            "parser : Parser, local value, not serializable"),
        of(
            "bound to a class that is not serializable",
            map(parser::parse),
            "receiver : Parser, receiver, not serializable",
            "reads radix"),
        of(
            "elements that are not serializable",
            map((Integer x) -> parsers.get(x).parse("1")),
            "parsers : List<Parser>, local value, not serializable"),
        of(
            "function that captures",
            map((String x) -> sizeOf.call(x)),
            "sizeOf : MapFunction<String, Integer>, local value, captures too"),
        of(
            "function that is not serializable",
            map((String x) -> plain.apply(x)),
            "plain : Function<String, String>, local value, captures too"),
        of(
            "local class",
            CaptureCases.localClass("x".repeat(20_000)),
            "suffix : String, local value, too large"),
        of(
            "anonymous class",
            CaptureCases.anonymousClass(new TreeMap<>()),
            "names : Map<String, List<String>>, local value, mutable"),
        of(
            "named class",
            new Scale(2, 1),
            "factor : double, field, fine",
            "offsets : double[], field, mutable"),
        of(
            "lambda that is no serializable function",
            (Function<String, String>) (x -> x + large),
            "not serializable",
            "capture 1 : String, local value, too large"));
  }

  static Stream<Case> objectsOfTheCode() {
    var job = new TripJob(SPARK, 2);
    String mistake = "this : TripJob, this, known mistake";
    return Stream.of(
        of("a field", job.above(), mistake, "reads threshold"),
        of("a field by an own method", job.aboveByOwnMethod(), mistake, "reads threshold"),
        of(
            "a method of this",
            job.aboveByReference(),
            "receiver : TripJob, receiver, known mistake",
            "reads threshold"),
        of("a session", job.counted(), mistake, "reads session", "reads kept, transient"),
        of("all of this", job.handedOn(), mistake, "hands it on"),
        of("an anonymous class that needs nothing", job.unused(), mistake),
        of("an inner class", job.new Above(), mistake, "reads threshold"),
        of(
            "a field of a class that is not serializable",
            new Parser().parsing(),
            "this : Parser, this, not serializable",
            "reads radix"));
  }

  static Stream<Case> statics() {
    return Stream.of(
        of("read", map((Integer x) -> x + CaptureCases.counter), "static counter, read"),
        of("written", map((Integer x) -> CaptureCases.counter = x), "static counter, written"),
        of("incremented", map((Integer x) -> CaptureCases.counter++), "static counter, written"),
        of("in a method that is called", CaptureCases.countsInAMethod(), "static counter, written"),
        of("map", map((String x) -> CaptureCases.SIZES.get(x)), "static SIZES, read"),
        of("array", map((Integer x) -> CaptureCases.TABLE[x]), "static TABLE, read"),
        of("atomic", map((Integer x) -> CaptureCases.TOTAL.addAndGet(x)), "static TOTAL, read"));
  }

  static Stream<Case> mistakes() {
    SparkContext context = SPARK.sparkContext();
    JavaSparkContext java = JavaSparkContext.fromSparkContext(context);
    Dataset<Long> rows = SPARK.range(3).as(Encoders.LONG());
    RDD<Long> rdd = rows.rdd();
    JavaRDD<Long> javaRdd = rows.javaRDD();
    Broadcast<String> broadcast = java.broadcast("a");
    Scope<Place> open = Scope.open(SPARK, new Place("a", 1));
    open.close();
    InputStream stream = new ByteArrayInputStream(new byte[1]);
    var socket = new Socket();
    Logger logger = CaptureCases.LOG;
    var lock = new ReentrantLock();
    var thread = Thread.currentThread();
    var pool = ForkJoinPool.commonPool();
    ThreadLocal<String> current = CaptureCases.CURRENT;
    Iterator<String> iterator = List.of("a").iterator();
    IntStream numbers = IntStream.of(1);
    return Stream.of(
        of("SPARK_SESSION", captured(SPARK)),
        of("SPARK_SESSION", captured(context)),
        of("SPARK_SESSION", captured(java)),
        of("DATASET", captured(rows)),
        of("RDD", captured(rdd)),
        of("RDD", captured(javaRdd)),
        of("BROADCAST", captured(broadcast)),
        of("SCOPE", captured(open)),
        of("STREAM", captured(stream)),
        of("CONNECTION", captured(socket)),
        of("LOGGER", captured(logger)),
        of("LOCK", captured(lock)),
        of("THREAD", captured(thread)),
        of("THREAD", captured(pool)),
        of("THREAD_LOCAL", captured(current)),
        of("ITERATOR", captured(iterator)),
        of("ITERATOR", captured(numbers)));
  }

  private static MapFunction<Object, Boolean> captured(Object object) {
    return other -> other == object;
  }

  @ParameterizedTest
  @MethodSource("nothing")
  void findsNothingIn(Case each) {
    assertThat(lines(Captures.inspect(each.function()))).isEmpty();
    assertThat(LIMITS.isRefused(Captures.inspect(each.function()))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("smallValues")
  void letsPass(Case each) {
    assertThat(lines(Captures.inspect(each.function()))).isEqualTo(each.found());
    assertThat(LIMITS.isRefused(Captures.inspect(each.function()))).isFalse();
  }

  @ParameterizedTest
  @MethodSource({"refused", "objectsOfTheCode", "statics"})
  void refuses(Case each) {
    assertThat(lines(Captures.inspect(each.function()))).isEqualTo(each.found());
    assertThat(LIMITS.isRefused(Captures.inspect(each.function()))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void knowsTheMistake(Case each) {
    CaptureReport report = Captures.inspect(each.function());

    assertThat(report.captures().get(0).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.mistake().orElseThrow()).hasToString(each.name());
              assertThat(finding.path()).isEqualTo("object");
            });
    assertThat(LIMITS.isRefused(report)).isTrue();
  }

  @Test
  void looksThroughWhatSparkWrapsAroundAFunction() {
    int threshold = Integer.parseInt("3");
    UDF1<Integer, Integer> function = value -> value + threshold;
    var udf = functions.udf(function, DataTypes.IntegerType);
    Dataset<Long> mapped =
        SPARK.range(3).map((MapFunction<Long, Long>) value -> value + threshold, Encoders.LONG());

    assertThat(lines(Captures.inspect(udf))).containsExactly("threshold : int, local value, fine");
    assertThat(Captures.inspectAll(udf)).hasSize(1);
    assertThat(lines(Captures.inspect(mapped.queryExecution().analyzed().children().head())))
        .containsExactly("threshold : int, local value, fine");
  }

  @Test
  void looksIntoAFunctionOfScala() {
    int[] counts = {0};
    var function =
        new AbstractFunction1<Integer, Integer>() {
          @Override
          public Integer apply(Integer value) {
            return value + counts[0];
          }
        };

    assertThat(lines(Captures.inspect(function))).contains("counts : int[], local value, mutable");
  }

  @Test
  void findsNoFunctionOfAUsersInOneOfSparksOwn() {
    Object ofSpark = SPARK.range(3).filter("id > 1").queryExecution().optimizedPlan();

    assertThat(Captures.inspectAll(ofSpark)).isEmpty();
  }

  @Test
  void saysWhereTheCodeIs() {
    MapFunction<String, Integer> function = text -> text.length();
    int line = StackWalker.getInstance().walk(Stream::findFirst).orElseThrow().getLineNumber() - 1;

    assertThat(Captures.inspect(function).site())
        .isEqualTo(
            new CaptureReport.Site("CapturesTest", "saysWhereTheCodeIs", "CapturesTest.java", line))
        .hasToString("CapturesTest.java:" + line);
  }

  @Test
  void followsACycleOnce() {
    Ring ring = Ring.closed(100);

    Capture capture = Captures.inspect(captured(ring)).captures().get(0);

    assertThat(capture.heap()).hasValue(new Size(1_600, false));
    assertThat(capture.isSerializable()).isTrue();
    assertThat(capture.serialized().orElseThrow().bytes()).isBetween(500L, 2_000L);
  }

  @Test
  void cutsAGraphOfTenMillionObjectsAndSaysSo() {
    List<Object[]> parts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      parts.add(IntStream.range(0, 100_000).mapToObj(any -> new Object[0]).toArray());
    }

    Capture capture = Captures.inspect(captured(parts)).captures().get(0);

    assertThat(capture.heap().orElseThrow().isAtLeast()).isTrue();
    assertThat(capture.serialized().orElseThrow().isAtLeast()).isTrue();
  }

  @Test
  void saysThatAChainIsTooLongForJavaSerialization() {
    Ring chain = Ring.chain(100_000, null);

    Capture capture = Captures.inspect(captured(chain)).captures().get(0);

    assertThat(capture.failure()).hasValue("it is nested too deeply for Java serialization");
    assertThat(capture.isSerializable()).isFalse();
  }

  @Test
  void callsNothingOfTheCapturedObjects() {
    var touchy = new Touchy();
    var holder = new Object[] {touchy, List.of(touchy), new Touchy[] {touchy}};

    Capture capture = Captures.inspect(captured(holder)).captures().get(0);

    assertThat(capture.isSerializable()).isTrue();
  }

  @Test
  void namesThePathToEachOffender() {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("parser", new Parser());
    settings.put("threads", List.of(Thread.currentThread()));
    Object[] holder = {settings};

    List<Finding> findings = Captures.inspect(captured(holder)).captures().get(0).findings();

    assertThat(findings)
        .extracting(Finding::path)
        .containsExactlyInAnyOrder("object[0][\"parser\"]", "object[0][\"threads\"][0]");
  }

  @Test
  void countsOffendersOfOneClassTogether() {
    List<Parser> parsers = List.of(new Parser(), new Parser(), new Parser());

    assertThat(Captures.inspect(captured(parsers)).captures().get(0).findings())
        .containsExactly(
            new Finding("object[0]", "CaptureCases.Parser", false, java.util.Optional.empty(), 2));
  }

  static Stream<Object> sized() {
    Map<String, Integer> map = new HashMap<>();
    IntStream.range(0, 10_000).forEach(i -> map.put("key" + i, i + 1000));
    Map<Integer, Place> places = new TreeMap<>();
    IntStream.range(0, 10_000).forEach(i -> places.put(i + 1000, new Place("place" + i, i)));
    return Stream.of(
        map,
        places,
        new ArrayList<>(map.keySet()),
        new long[10_000],
        new String[][] {map.keySet().toArray(String[]::new)},
        "text".repeat(1000),
        Ring.chain(1000, null));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("sized")
  void reckonsTheHeapAsSparkDoes(Object object) {
    Capture capture = Captures.inspect(captured(object)).captures().get(0);
    double reckoned = capture.heap().orElseThrow().bytes();

    assertThat(reckoned / SizeEstimator.estimate(object)).isCloseTo(1, within(0.2));
  }

  private static double kilometres(Unit unit) {
    return switch (unit) {
      case KM -> 1;
      case MILES -> 1.609;
    };
  }

  private static String asserted(String text) {
    assert !text.isEmpty();
    return text;
  }

  /** A line for each capture, field that is used, and static field. */
  private static List<String> lines(CaptureReport report) {
    var lines = new ArrayList<String>();
    if (!report.isSerializable()) {
      lines.add("not serializable");
    }
    for (Capture capture : report.captures()) {
      lines.add(
          "%s : %s, %s, %s"
              .formatted(
                  capture.name(),
                  capture.declaredType().replace("CaptureCases.", ""),
                  capture.kind().toString().replaceAll(" of .*", ""),
                  LIMITS.verdict(capture)));
      capture.reads().stream()
          .map(read -> "reads " + read.name() + (read.isTransient() ? ", transient" : ""))
          .forEach(lines::add);
      if (capture.usesItWhole() && capture.kind() == CaptureKind.THIS) {
        lines.add("hands it on");
      }
    }
    report
        .statics()
        .forEach(
            use -> lines.add("static " + use.name() + (use.isWritten() ? ", written" : ", read")));
    return lines;
  }
}
