package dev.p3.udfs;

import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import scala.Option;

/**
 * A function as SQL knows it.
 *
 * @param <R> what a call becomes: an expression, or the plan of a table function
 * @param group one of Spark's groups of functions, such as {@code math_funcs}
 * @param usage the call, a hyphen, and what it gives; {@code _FUNC_} stands for the name
 * @param examples with their results
 * @param fewest arguments
 * @param most arguments
 * @param builder makes of the arguments what the call becomes
 */
record SqlFunction<R>(
    String name,
    String group,
    String usage,
    List<Example> examples,
    int fewest,
    int most,
    Function<List<Expression>, R> builder) {
  private static final String SINCE = "0.1.0";
  private static final Version QUALIFIED_SINCE = Version.parse("4.2");

  /**
   * A query and what it gives, as text.
   *
   * @param result the first column's values, a line for each row
   */
  record Example(String query, String result) {}

  FunctionIdentifier identifier() {
    return new FunctionIdentifier(name, Option.empty());
  }

  /** As a session's own functions are named: since Spark 4.2 with catalog and namespace. */
  FunctionIdentifier inSession(SparkSession spark) {
    boolean isPlain = Version.parse(spark.version()).compareTo(QUALIFIED_SINCE) < 0;
    return isPlain
        ? identifier()
        : new FunctionIdentifier(name, Option.apply("session"), Option.apply("system"));
  }

  /** What DESCRIBE FUNCTION EXTENDED shows. */
  ExpressionInfo info() {
    String shown =
        examples.stream()
            .map(example -> "      > " + example.query() + ";\n" + indented(example.result()))
            .collect(Collectors.joining("", "\n    Examples:\n", "  "));
    return new ExpressionInfo(
        P3Functions.class.getName(), null, name, usage, "", shown, "", group, SINCE, "", "");
  }

  private static String indented(String result) {
    return result.lines().map(line -> "       " + line + "\n").collect(Collectors.joining());
  }

  /** What a call with these arguments becomes; a wrong number of them is SQL's own error. */
  R call(List<Expression> arguments) {
    if (arguments.size() < fewest || arguments.size() > most) {
      List<Object> valid = IntStream.rangeClosed(fewest, most).<Object>mapToObj(i -> i).toList();
      throw Scala.raise(
          QueryCompilationErrors.wrongNumArgsError(
              name,
              most == Integer.MAX_VALUE
                  ? Scala.list(List.<Object>of("> " + (fewest - 1)))
                  : Scala.list(valid),
              arguments.size(),
              "",
              "",
              ""));
    }
    return builder.apply(arguments);
  }
}
