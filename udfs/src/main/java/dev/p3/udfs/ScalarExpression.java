package dev.p3.udfs;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;

/**
 * A call of a {@link ScalarFunction}. Spark converts its arguments by the rules of its own
 * functions, folds it when they are constants, and takes it into whole-stage code generation.
 */
final class ScalarExpression extends Expression implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;

  private final ScalarFunction function;
  private final scala.collection.immutable.List<Expression> arguments;
  private final boolean nullGivesNull;
  private transient Invoke invocation;

  ScalarExpression(ScalarFunction function, List<Expression> arguments) {
    this(function, arguments, true);
  }

  /**
   * @param nullGivesNull whether the method is not called when an argument is null
   */
  ScalarExpression(ScalarFunction function, List<Expression> arguments, boolean nullGivesNull) {
    this.function = function;
    this.arguments = Scala.list(arguments);
    this.nullGivesNull = nullGivesNull;
  }

  @Override
  public scala.collection.immutable.List<Expression> children() {
    return arguments;
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    return Scala.list(function.inputs());
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult types = ImplicitCastInputTypes.super.checkInputDataTypes();
    return types.isSuccess() ? function.check(Scala.java(arguments)) : types;
  }

  @Override
  public DataType dataType() {
    return function.output();
  }

  @Override
  public boolean nullable() {
    return function.mayBeNull() || Scala.java(arguments).stream().anyMatch(Expression::nullable);
  }

  @Override
  public boolean foldable() {
    return Scala.java(arguments).stream().allMatch(Expression::foldable);
  }

  @Override
  public String prettyName() {
    return function.name();
  }

  @Override
  public Object eval(InternalRow row) {
    return invocation().eval(row);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return invocation().doGenCode(context, code);
  }

  private Invoke invocation() {
    if (invocation == null) {
      Serializable kernel = function.kernel(Scala.java(arguments));
      invocation =
          new Invoke(
              Literal.fromObject(kernel, new ObjectType(kernel.getClass())),
              function.method(),
              function.output(),
              arguments,
              Scala.list(function.inputs()),
              nullGivesNull,
              function.mayBeNull(),
              true);
    }
    return invocation;
  }

  /** On Scala 2.13; the next one is on 2.12. */
  @SuppressWarnings("MissingOverride") // only one of the two overrides, by the version of Scala
  public Expression withNewChildrenInternal(
      scala.collection.immutable.IndexedSeq<Expression> children) {
    return new ScalarExpression(function, Scala.java(children), nullGivesNull);
  }

  @SuppressWarnings("MissingOverride") // as above
  public Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> children) {
    return new ScalarExpression(function, Scala.java(children), nullGivesNull);
  }

  @Override
  public Expression clone() {
    return new ScalarExpression(function, Scala.java(arguments), nullGivesNull);
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int place) {
    return arguments;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ScalarExpression;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarExpression that
        && function.equals(that.function)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return 31 * function.name().hashCode() + arguments.hashCode();
  }
}
