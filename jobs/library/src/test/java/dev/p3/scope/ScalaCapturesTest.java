package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;

/** Functions that Scala's interpreter compiles, as those of a notebook are. */
class ScalaCapturesTest {
  private final ScriptEngine scala = new ScriptEngineManager().getEngineByName("scala");

  private CaptureReport inspected(String code) throws ScriptException {
    return Captures.inspect(scala.eval(code));
  }

  @Test
  void aFunctionThatMentionsNothingCapturesNothing() throws ScriptException {
    assertThat(inspected("(code: String) => code.trim").captures()).isEmpty();
  }

  @Test
  void localValuesAreNamedWithTheirTypes() throws ScriptException {
    CaptureReport report =
        inspected(
            """
            {
              val names = new java.util.HashMap[String, String]()
              val factor = 3
              (code: String) => names.get(code * factor)
            }
            """);
    assertThat(report.captures())
        .extracting(Capture::name, Capture::type)
        .containsExactly(tuple("names", "java.util.HashMap"), tuple("factor", "int"));
  }

  @Test
  void aCellOfANotebookIsCapturedWholeForTheFieldsThatAreRead() throws ScriptException {
    CaptureReport report =
        inspected(
            """
            class Cell extends Serializable {
              val thread = Thread.currentThread()
              val factor = 3
              val times = (number: Int) => number * factor
            }
            new Cell().times
            """);
    assertThat(report.captures()).hasSize(1);
    Capture cell = report.captures().get(0);
    assertThat(cell.kind()).isEqualTo(CaptureKind.THIS);
    assertThat(cell.reads()).extracting(FieldRead::name).containsExactly("factor");
    assertThat(cell.isSerializable()).isFalse();
    assertThat(cell.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).endsWith("Cell.thread");
              assertThat(finding.mistake()).contains(Mistake.THREAD);
            });
  }
}
