package dev.p3.udfs;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.Metadata;

/**
 * What {@link TopK} gives for a k of 1, where all has a fixed width: as Spark computes its own
 * {@code max_by}, by generated code and in rows that it changes in place, without an object for
 * each group.
 */
final class TopOne extends DeclarativeAggregate implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final boolean smallestFirst;
  private final boolean byOrder;
  private final scala.collection.immutable.List<Expression> arguments;

  /** The best order yet, null before there is one, and its value where values are ranked by it. */
  private final List<AttributeReference> best;

  /**
   * @param arguments of which {@link #canBe} is true
   * @param byOrder whether the second argument is what values are ranked by; the last one is 1
   */
  TopOne(String name, boolean smallestFirst, boolean byOrder, List<Expression> arguments) {
    this.name = name;
    this.smallestFirst = smallestFirst;
    this.byOrder = byOrder;
    this.arguments = Scala.list(arguments);
    this.best = ranked().stream().map(TopOne::state).toList();
  }

  /** Whether arguments, of which the last one is k, are such that this can rank them. */
  static boolean canBe(List<Expression> arguments) {
    int last = arguments.size() - 1;
    return arguments.stream().allMatch(Expression::resolved)
        && arguments.get(last) instanceof Literal k
        && Integer.valueOf(1).equals(k.value())
        && arguments.subList(0, last).stream()
            .allMatch(
                ranked ->
                    UnsafeRow.isMutable(ranked.dataType())
                        && RowOrdering.isOrderable(ranked.dataType()));
  }

  private static AttributeReference state(Expression ranked) {
    return new AttributeReference(
        "best",
        ranked.dataType(),
        true,
        Metadata.empty(),
        NamedExpression.newExprId(),
        Scala.list(List.of()));
  }

  /** The order, and after it the value where it is another one. */
  private List<Expression> ranked() {
    List<Expression> all = Scala.java(arguments);
    return byOrder ? List.of(all.get(1), all.get(0)) : List.of(all.get(0));
  }

  @Override
  public scala.collection.immutable.List<AttributeReference> aggBufferAttributes() {
    return Scala.list(best);
  }

  @Override
  public scala.collection.immutable.List<Expression> initialValues() {
    return Scala.list(best.stream().map(state -> Literal.create(null, state.dataType())).toList());
  }

  @Override
  public scala.collection.immutable.List<Expression> updateExpressions() {
    return betterOf(best, ranked());
  }

  @Override
  public scala.collection.immutable.List<Expression> mergeExpressions() {
    return betterOf(
        best.stream().map(state -> new RichAttribute(state).left()).toList(),
        best.stream().map(state -> new RichAttribute(state).right()).toList());
  }

  private scala.collection.immutable.List<Expression> betterOf(
      List<? extends Expression> first, List<? extends Expression> second) {
    Expression isBetter = isBefore(second, first);
    return Scala.list(
        IntStream.range(0, first.size())
            .mapToObj(i -> new If(isBetter, second.get(i), first.get(i)))
            .toList());
  }

  /** Whether a state is of a row that goes before another's: null is of none. */
  private Expression isBefore(List<? extends Expression> next, List<? extends Expression> known) {
    Expression order = next.get(0);
    Expression knownOrder = known.get(0);
    Expression before =
        smallestFirst ? new LessThan(order, knownOrder) : new GreaterThan(order, knownOrder);
    if (byOrder) {
      Expression value = next.get(1);
      Expression knownValue = known.get(1);
      Expression smaller =
          new Or(
              new LessThan(value, knownValue),
              new And(new IsNotNull(value), new IsNull(knownValue)));
      before = new Or(before, new And(new EqualTo(order, knownOrder), smaller));
    }
    return new And(new IsNotNull(order), new Or(new IsNull(knownOrder), before));
  }

  @Override
  public Expression evaluateExpression() {
    Expression value = best.get(best.size() - 1);
    return new If(
        new IsNull(best.get(0)),
        new Literal(new GenericArrayData(new Object[0]), dataType()),
        new CreateArray(
            Scala.list(List.of(dataType().containsNull() ? value : new KnownNotNull(value))),
            false));
  }

  @Override
  public ArrayType dataType() {
    return TopK.typeOf(Scala.java(arguments).get(0), byOrder);
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public String prettyName() {
    return name;
  }

  @Override
  public scala.collection.immutable.List<Expression> children() {
    return arguments;
  }

  /** On Scala 2.13; the next one is on 2.12. */
  @SuppressWarnings("MissingOverride") // only one of the two overrides, by the version of Scala
  public Expression withNewChildrenInternal(
      scala.collection.immutable.IndexedSeq<Expression> children) {
    return new TopOne(name, smallestFirst, byOrder, Scala.java(children));
  }

  @SuppressWarnings("MissingOverride") // as above
  public Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> children) {
    return new TopOne(name, smallestFirst, byOrder, Scala.java(children));
  }

  @Override
  public Expression clone() {
    return new TopOne(name, smallestFirst, byOrder, Scala.java(arguments));
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
    return other instanceof TopOne;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopOne that
        && name.equals(that.name)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + arguments.hashCode();
  }
}
