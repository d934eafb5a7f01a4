package dev.p3.notebook;

import dev.p3.table.ScalaCollections;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Function0;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;

/**
 * Scala's own interpreter, set up as spark-shell, Livy and Databricks do: a class for each cell,
 * which executors fetch from the driver.
 */
final class ScalaCells implements CellRunner {
  /** What every one of these notebooks finds. */
  private static final String PREAMBLE =
      """
      @transient val spark = dev.p3.notebook.Handover.session
      @transient lazy val sc = spark.sparkContext
      import spark.implicits._
      import spark.sql
      import org.apache.spark.sql.functions._
      def displayHTML(html: String): Unit = dev.p3.notebook.Handover.show(html)
      """;

  private final StringWriter messages = new StringWriter();
  private final IMain interpreter;

  /**
   * @param number names the classes of this notebook's cells, which executors keep
   * @param classes of all notebooks of the session
   */
  ScalaCells(int number, CellClasses classes) throws ReflectiveOperationException {
    // As spark-shell has it, digits alone: by these Spark finds the cell of a case class.
    System.setProperty("scala.repl.name.line", String.format(Locale.ROOT, "$line%d000", number));
    var settings = new Settings();
    settings.processArguments(
        ScalaCollections.asScala(
            List.of(
                "-Yrepl-class-based",
                "-Yrepl-outdir",
                classes.directory().toString(),
                "-classpath",
                System.getProperty("java.class.path"))),
        true);
    interpreter = interpreter(settings);
    classes.of(interpreter.classLoader());
    CellOutput begun = run(PREAMBLE);
    if (begun.failed()) {
      throw new IllegalStateException("Cannot begin a notebook: " + begun.text());
    }
  }

  @Override
  public CellOutput run(String code) {
    messages.getBuffer().setLength(0);
    var printed = new ByteArrayOutputStream();
    var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Function0<Object> interpret = () -> interpreter.interpret(code);
    Object outcome =
        CellClasses.with(interpreter.classLoader(), () -> scala.Console.withOut(stream, interpret));
    String text = printed.toString(StandardCharsets.UTF_8) + messages;
    return new CellOutput(
        text.strip(), Handover.takePages(), !outcome.toString().equals("Success"));
  }

  @Override
  public Optional<Dataset<Row>> result() {
    run("dev.p3.notebook.Handover.give(result.toDF)");
    return Optional.ofNullable(Handover.takeResult());
  }

  /** Scala 2.12 takes a writer, 2.13 a reporter that has one. */
  private IMain interpreter(Settings settings) throws ReflectiveOperationException {
    var output = new PrintWriter(messages, true);
    for (Constructor<?> constructor : IMain.class.getConstructors()) {
      Class<?>[] types = constructor.getParameterTypes();
      if (types.length == 2 && types[0] == Settings.class) {
        Object second =
            types[1].isInstance(output)
                ? output
                : Class.forName("scala.tools.nsc.interpreter.shell.ReplReporterImpl")
                    .getConstructor(Settings.class, PrintWriter.class)
                    .newInstance(settings, output);
        return (IMain) constructor.newInstance(settings, second);
      }
    }
    throw new NoSuchMethodException("a constructor of IMain that is known");
  }
}
