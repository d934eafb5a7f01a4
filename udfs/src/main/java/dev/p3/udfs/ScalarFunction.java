package dev.p3.udfs;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/**
 * A function of the values of one row: a public method of a public class, which generated code
 * calls with Spark's own values, so that nothing is boxed. Null when an argument is null.
 *
 * @param kernel the object with the method
 * @param method its name
 * @param inputs the types of the arguments
 * @param output the type of the result
 * @param mayBeNull whether the result may be null although no argument is
 * @param words the words that an argument may be, by its place; it has to be a constant then
 */
record ScalarFunction(
    String name,
    Serializable kernel,
    String method,
    List<DataType> inputs,
    DataType output,
    boolean mayBeNull,
    Map<Integer, List<String>> words)
    implements Serializable {

  /** Without arguments that have to be one of some words. */
  static ScalarFunction of(
      String name, Serializable kernel, String method, List<DataType> inputs, DataType output) {
    return new ScalarFunction(name, kernel, method, inputs, output, false, Map.of());
  }

  /** The types fit; whether words do. */
  TypeCheckResult check(List<Expression> arguments) {
    for (Map.Entry<Integer, List<String>> entry : words.entrySet()) {
      TypeCheckResult result = Constants.checkWord(arguments.get(entry.getKey()), entry.getValue());
      if (result.isFailure()) {
        return result;
      }
    }
    return TypeCheckResult.TypeCheckSuccess$.MODULE$;
  }
}
