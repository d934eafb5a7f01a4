package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Function1;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;

/** Functions in cells, compiled as spark-shell, Livy and Databricks do: a class for each cell. */
class NotebookCapturesTest {
  private static final StringWriter OUTPUT = new StringWriter();
  private static IMain notebook;

  /** Where a cell leaves what it hands to the test. */
  private static final String GIVEN = "dev.p3.scope.given";

  @BeforeAll
  static void openNotebook() throws ReflectiveOperationException {
    var settings = new Settings();
    settings.processArgumentString(
        "-Yrepl-class-based -classpath " + System.getProperty("java.class.path"));
    notebook = interpreter(settings, new PrintWriter(OUTPUT, true));
    cell(
        """
        val factor = 3
        val states = Map("ORD" -> "IL", "JFK" -> "NY")
        val huge = (1 to 100000).map(i => s"code $i")
        val names = new java.util.HashMap[String, String]()
        var counter = 0
        lazy val offset = factor + 1
        @transient val kept = 5
        val thread = Thread.currentThread()
        case class Airport(code: String)
        def scaled(number: Int) = number * factor
        """);
  }

  /** Scala 2.12 and 2.13 have different constructors. */
  private static IMain interpreter(Settings settings, PrintWriter output)
      throws ReflectiveOperationException {
    for (var constructor : IMain.class.getConstructors()) {
      Class<?>[] types = constructor.getParameterTypes();
      if (types.length == 2 && types[0] == Settings.class) {
        return (IMain)
            constructor.newInstance(
                settings,
                types[1].isInstance(output) ? output : scalaWriter(types[1], settings, output));
      }
    }
    throw new IllegalStateException("no constructor that is known");
  }

  private static Object scalaWriter(Class<?> type, Settings settings, PrintWriter output)
      throws ReflectiveOperationException {
    if (type.getSimpleName().equals("JPrintWriter")) {
      return output;
    }
    return Class.forName("scala.tools.nsc.interpreter.shell.ReplReporterImpl")
        .getConstructor(Settings.class, PrintWriter.class)
        .newInstance(settings, output);
  }

  private static void cell(String code) {
    OUTPUT.getBuffer().setLength(0);
    assertThat(notebook.interpret(code).toString()).as(OUTPUT.toString()).isEqualTo("Success");
  }

  private static Object function(String code) {
    cell("{ System.getProperties.put(\"" + GIVEN + "\", " + code + "); () }");
    return System.getProperties().remove(GIVEN);
  }

  private static CaptureReport inspected(String code) {
    return Captures.inspect(function(code));
  }

  private static String refusal(CaptureReport report, String record) {
    return new CaptureMessage(CaptureLimits.DEFAULT, record, OptionalInt.of(2))
        .refusal("Cannot submit", report);
  }

  @Test
  void aSmallImmutableVariableOfAnotherCellMayGoAlong() {
    for (String code : List.of("(n: Int) => n * factor", "(code: String) => states(code)")) {
      CaptureReport report = inspected(code);

      assertThat(CaptureLimits.DEFAULT.isRefused(report)).as(code).isFalse();
      assertThat(report.captures())
          .extracting(Capture::kind)
          .containsOnly(CaptureKind.CELL_VARIABLE);
    }
    assertThat(inspected("(n: Int) => n * factor").captures())
        .extracting(Capture::name, Capture::type)
        .containsExactly(tuple("factor", "int"));
  }

  @Test
  void variablesAreJudgedByTheirOwnValues() {
    assertThat(inspected("(i: Int) => huge(i)").captures())
        .extracting(Capture::name, CaptureLimits.DEFAULT::verdict)
        .containsExactly(tuple("huge", CaptureVerdict.TOO_LARGE));
    assertThat(inspected("(code: String) => names.get(code) + factor").captures())
        .extracting(Capture::name, CaptureLimits.DEFAULT::verdict)
        .containsExactlyInAnyOrder(
            tuple("names", CaptureVerdict.MUTABLE), tuple("factor", CaptureVerdict.FINE));
    assertThat(inspected("(i: Int) => thread.getName + i").captures())
        .extracting(Capture::name, CaptureLimits.DEFAULT::verdict)
        .containsExactly(tuple("thread", CaptureVerdict.NOT_SERIALIZABLE));
    assertThat(inspected("(i: Int) => kept + i").captures())
        .extracting(Capture::name, CaptureLimits.DEFAULT::verdict)
        .containsExactly(tuple("kept", CaptureVerdict.NOT_SERIALIZABLE));
    assertThat(inspected("(i: Int) => { counter += i; i }").captures())
        .extracting(Capture::name, CaptureLimits.DEFAULT::verdict)
        .containsExactly(tuple("counter", CaptureVerdict.MUTABLE));
  }

  @Test
  void whatIsReadThroughMethodsAndFunctionsOfOtherCellsIsSeen() {
    cell("val times = (n: Int) => n * factor");
    for (String code :
        List.of("(n: Int) => scaled(n)", "(n: Int) => List(n).map(_ * factor).sum")) {
      assertThat(inspected(code).captures())
          .as(code)
          .extracting(Capture::name)
          .containsExactly("factor");
    }
    Capture function = inspected("(n: Int) => times(n)").captures().get(0);
    assertThat(function.name()).isEqualTo("times");
    assertThat(function.function().orElseThrow().captures())
        .extracting(Capture::name)
        .containsExactly("factor");
    assertThat(inspected("(n: Int) => n + offset").captures())
        .extracting(Capture::name)
        .contains("offset");
  }

  @Test
  void theRefusalNamesTheVariableAndARemedyThatWorksInANotebook() {
    assertThat(refusal(inspected("(code: String) => names.get(code)"), "Shared"))
        .isEqualTo(
            """
            Cannot submit: the function captures 1 value.
              1. names : java.util.HashMap — 82 B serialized, copied into each of 2 tasks (164 B); it can be changed, and no task sees another's change.
                 Remedy: put names into the value of Shared, with which the scope is opened, and take it from the function's first argument.""");
    assertThat(refusal(inspected("(i: Int) => { counter += i; i }"), "Shared"))
        .contains("Remedy: return it as a row, or count with an accumulator.");
  }

  @Test
  void aFunctionTakesAlongWhatItUsesAlone() throws Exception {
    assertThat(called("(n: Int) => n * factor", 5)).isEqualTo(15);
    assertThat(called("(n: Int) => scaled(n) + List(n).map(_ * factor).sum", 5)).isEqualTo(30);
    assertThat(called("(n: Int) => n + offset", 5)).isEqualTo(9);
    assertThat(called("(n: Int) => Airport(\"ORD\").code + n", 5)).isEqualTo("ORD5");
    cell("val twice = (n: Int) => 2 * n * factor");
    assertThat(called("(n: Int) => twice(n)", 5)).isEqualTo(30);
    cell("class Plus extends (Int => Int) with Serializable { def apply(n: Int) = n + factor }");
    assertThat(called("new Plus", 5)).isEqualTo(8);
    cell("val held = new Plus");
    assertThat(called("(n: Int) => held(n)", 5)).isEqualTo(8);
  }

  /** Sends a function as Spark does; the cell with the thread would fail it. */
  @SuppressWarnings("unchecked")
  private static Object called(String code, Object argument) throws Exception {
    var freed = (Function1<Object, Object>) CellFunctions.freed(function(code));
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(freed);
    }
    assertThat(bytes.size()).as(code).isLessThan(10_000);
    try (var in = new CellInput(bytes.toByteArray())) {
      return ((Function1<Object, Object>) in.readObject()).apply(argument);
    }
  }

  private static final class CellInput extends ObjectInputStream {
    CellInput(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, notebook.classLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type);
      }
    }
  }
}
