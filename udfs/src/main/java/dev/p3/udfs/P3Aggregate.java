package dev.p3.udfs;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;

/**
 * An aggregate whose state is a Java object, combined in each task before the shuffle and merged
 * after it.
 *
 * @param <B> the state of a group; not thread-safe, as Spark gives each task its own
 */
abstract class P3Aggregate<B> extends TypedImperativeAggregate<B>
    implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final scala.collection.immutable.List<Expression> arguments;
  private int mutableOffset;
  private int inputOffset;

  /** The arguments again, for each row. */
  private transient Expression[] inputs;

  P3Aggregate(String name, List<Expression> arguments) {
    this.name = name;
    this.arguments = Scala.list(arguments);
  }

  /** The same function of other arguments. */
  abstract P3Aggregate<B> with(List<Expression> others);

  /** The types fit; whether the values of constants do. */
  TypeCheckResult checkConstants() {
    return TypeCheckResult.TypeCheckSuccess$.MODULE$;
  }

  final Expression argument(int place) {
    if (inputs == null) {
      inputs = Scala.java(arguments).toArray(Expression[]::new);
    }
    return inputs[place];
  }

  final List<Expression> arguments() {
    return Scala.java(arguments);
  }

  @Override
  public final String prettyName() {
    return name;
  }

  @Override
  public final scala.collection.immutable.List<Expression> children() {
    return arguments;
  }

  @Override
  public final TypeCheckResult checkInputDataTypes() {
    TypeCheckResult types = ImplicitCastInputTypes.super.checkInputDataTypes();
    return types.isSuccess() ? checkConstants() : types;
  }

  @Override
  public final int mutableAggBufferOffset() {
    return mutableOffset;
  }

  @Override
  public final int inputAggBufferOffset() {
    return inputOffset;
  }

  @Override
  public final ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    P3Aggregate<B> copy = copy(arguments());
    copy.mutableOffset = offset;
    return copy;
  }

  @Override
  public final ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    P3Aggregate<B> copy = copy(arguments());
    copy.inputOffset = offset;
    return copy;
  }

  private P3Aggregate<B> copy(List<Expression> others) {
    P3Aggregate<B> copy = with(others);
    copy.mutableOffset = mutableOffset;
    copy.inputOffset = inputOffset;
    return copy;
  }

  /** On Scala 2.13; the next one is on 2.12. */
  @SuppressWarnings("MissingOverride") // only one of the two overrides, by the version of Scala
  public final Expression withNewChildrenInternal(
      scala.collection.immutable.IndexedSeq<Expression> children) {
    return copy(Scala.java(children));
  }

  @SuppressWarnings("MissingOverride") // as above
  public final Expression withNewChildrenInternal(
      scala.collection.IndexedSeq<Expression> children) {
    return copy(Scala.java(children));
  }

  @Override
  public final Expression clone() {
    return copy(arguments());
  }

  @Override
  public final int productArity() {
    return 1;
  }

  @Override
  public final Object productElement(int place) {
    return arguments;
  }

  @Override
  public final boolean canEqual(Object other) {
    return other instanceof P3Aggregate;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof P3Aggregate<?> that
        && name.equals(that.name)
        && arguments.equals(that.arguments)
        && mutableOffset == that.mutableOffset
        && inputOffset == that.inputOffset;
  }

  @Override
  public final int hashCode() {
    return 31 * name.hashCode() + arguments.hashCode();
  }

  /** The value of an argument in a row. */
  final Object value(int place, InternalRow row) {
    return argument(place).eval(row);
  }
}
