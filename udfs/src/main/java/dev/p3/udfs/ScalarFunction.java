package dev.p3.udfs;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;

/**
 * A function of the values of one row: a public method of a public class, which generated code
 * calls with Spark's own values, so that nothing is boxed. Null when an argument is null.
 *
 * @param kernel the object with the method, or {@link ForConstants}
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

  /** A kernel that does less for a call some of whose arguments are constants. */
  interface ForConstants extends Serializable {
    /**
     * The kernel of such a call, of the same class.
     *
     * @param constants by their places
     */
    ForConstants knowing(Map<Integer, Object> constants);
  }

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

  /** The object with the method, for a call with these arguments. */
  Serializable kernel(List<Expression> arguments) {
    if (!(kernel instanceof ForConstants general)) {
      return kernel;
    }
    var constants = new HashMap<Integer, Object>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Literal literal) {
        constants.put(i, literal.value());
      }
    }
    return general.knowing(constants);
  }
}
