package dev.p3.scope;

import dev.p3.scope.ClassFile.Variable;
import java.util.List;
import java.util.Optional;

/**
 * What the code of a function does, with the methods and lambdas of its own class that it calls.
 *
 * @param method the name of the method that runs
 * @param source the source file; null without debug information
 * @param line the first line; 0 without debug information
 * @param variables of the method that runs
 * @param reads the fields it uses of the object it belongs to
 * @param usesThisWhole whether it hands that object on, so that the fields it uses are not known
 * @param statics the mutable static fields it uses
 * @param cellReads what it uses of the objects of a notebook's cells
 */
record FunctionBody(
    String method,
    String source,
    int line,
    List<Variable> variables,
    List<FieldRead> reads,
    boolean usesThisWhole,
    List<StaticUse> statics,
    List<CellRead> cellReads) {

  /** The parameter in a slot of the method. */
  Optional<Variable> parameter(int slot) {
    return variables.stream().filter(variable -> variable.slot() == slot).findFirst();
  }
}
