package dev.p3.record;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.DeserializerBuildHelper;
import org.apache.spark.sql.catalyst.SerializerBuildHelper;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.analysis.SimpleAnalyzer$;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MapKeys;
import org.apache.spark.sql.catalyst.expressions.MapValues;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.UnresolvedMapObjects;
import org.apache.spark.sql.catalyst.expressions.objects.ValidateExternalType;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;

/** Builds Catalyst expressions from Java; each of these calls compiles on every Spark line. */
final class Catalyst {
  private Catalyst() {}

  @SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13, its successor is not
  static <T> scala.collection.immutable.List<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toList();
  }

  @SuppressWarnings("deprecation") // as above
  static <T> List<T> list(scala.collection.Seq<? extends T> seq) {
    return List.copyOf(JavaConverters.seqAsJavaList(seq));
  }

  @SuppressWarnings("unchecked") // a class tag is as generic as its class
  static <T> ClassTag<T> classTag(Class<?> type) {
    return (ClassTag<T>) ClassTag$.MODULE$.apply(type);
  }

  /** The way that begins at a type, for Spark's messages. */
  static WalkedTypePath walkedFrom(Class<?> root) {
    return new WalkedTypePath(seq(List.<String>of())).recordRoot(root.getName());
  }

  static Expression keys(Expression map) {
    return new MapKeys(map);
  }

  static Expression values(Expression map) {
    return new MapValues(map);
  }

  static Expression knownNotNull(Expression value) {
    return new KnownNotNull(value);
  }

  /** {@code new type(arguments)}, made here because clients of Spark Connect lack the class. */
  static Expression newInstance(Class<?> type, List<Expression> arguments, DataType external) {
    return new RecordInstance(type, arguments, external);
  }

  /** The expression, and null where another value is. */
  static Expression unlessNull(Expression value, Expression then, DataType type) {
    return new If(new IsNull(value), Literal.create(null, type), then);
  }

  /** {@code target.method()}; null when the target is. */
  static Expression invoke(Expression target, String method, DataType type, boolean nullable) {
    return new Invoke(target, method, type, seq(List.of()), seq(List.of()), true, nullable, true);
  }

  /** {@code function.apply(argument)}; null when the argument is. */
  static Expression apply(Function<?, ?> function, DataType type, Expression argument) {
    return call(function, Function.class, type, true, List.of(argument));
  }

  /** {@code function.apply(argument)}, called with null too; never null. */
  static Expression applyToNull(Function<?, ?> function, DataType type, Expression argument) {
    return call(function, Function.class, type, false, List.of(argument));
  }

  /** {@code function.apply(first, second)}; null when either is. */
  static Expression apply(
      BiFunction<?, ?, ?> function, DataType type, Expression first, Expression second) {
    return call(function, BiFunction.class, type, true, List.of(first, second));
  }

  private static Expression call(
      Object function,
      Class<?> functionType,
      DataType type,
      boolean propagateNull,
      List<Expression> arguments) {
    return new Invoke(
        new Literal(function, new ObjectType(functionType)),
        "apply",
        type,
        seq(arguments),
        seq(List.of()),
        propagateNull,
        propagateNull,
        true);
  }

  /** An array of Catalyst values from a Java array or list. */
  static Expression elementsToCatalyst(ColumnForm element, Expression collection) {
    return SerializerBuildHelper.createSerializerForMapObjects(
        collection, elementType(element), each -> elementToCatalyst(element, each));
  }

  /** A map of Catalyst values from a Java map. */
  static Expression entriesToCatalyst(ColumnForm key, ColumnForm value, Expression map) {
    return SerializerBuildHelper.createSerializerForMap(map, entryPart(key), entryPart(value));
  }

  /** Nullable, so that Spark looks for nulls: it refuses those of keys. */
  private static SerializerBuildHelper.MapElementInformation entryPart(ColumnForm part) {
    return new SerializerBuildHelper.MapElementInformation(
        elementType(part), true, each -> elementToCatalyst(part, each));
  }

  /** Byte arrays are elements that Catalyst holds natively: they are cast from Object. */
  private static ObjectType elementType(ColumnForm element) {
    return element.externalType() instanceof ObjectType object
        ? object
        : new ObjectType(Object.class);
  }

  private static Expression elementToCatalyst(ColumnForm element, Expression each) {
    return element.toCatalyst(
        element.externalType() instanceof ObjectType
            ? each
            : new ValidateExternalType(each, element.dataType(), element.externalType()));
  }

  /** Java values from an array of Catalyst values: a List, or Catalyst's array of them. */
  static Expression elementsFromCatalyst(
      ColumnForm element, Expression array, WalkedTypePath walked, boolean asList) {
    return new UnresolvedMapObjects(
        each ->
            DeserializerBuildHelper.deserializerForWithNullSafetyAndUpcast(
                each,
                element.dataType(),
                element.nullable(),
                walked,
                upcast -> element.fromCatalyst(upcast, walked)),
        array,
        asList ? Option.apply(List.class) : Option.empty());
  }

  /** The Java array of {@link #elementsFromCatalyst}. */
  static Expression arrayFromCatalyst(
      ColumnForm element, Expression array, WalkedTypePath walked, String method, Class<?> type) {
    return new Invoke(
        elementsFromCatalyst(element, array, walked, false),
        method,
        new ObjectType(type),
        seq(List.of()),
        seq(List.of()),
        true,
        true,
        true);
  }

  /** The encoder for rows of a schema, whose columns are found by name. */
  static <R> ExpressionEncoder<R> boundTo(ExpressionEncoder<R> encoder, StructType schema) {
    List<Attribute> attributes = list(DataTypeUtils.toAttributes(schema));
    return encoder.resolveAndBind(seq(attributes), SimpleAnalyzer$.MODULE$);
  }

  /** The tree with every expression of a class replaced. */
  static Expression replace(
      Expression tree, Class<? extends Expression> placeholder, Expression with) {
    return tree.transformUp(new Replacement(placeholder, with));
  }

  private static final class Replacement extends AbstractPartialFunction<Expression, Expression> {
    private final Class<? extends Expression> placeholder;
    private final Expression with;

    Replacement(Class<? extends Expression> placeholder, Expression with) {
      this.placeholder = placeholder;
      this.with = with;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return placeholder.isInstance(expression);
    }

    @Override
    @SuppressWarnings("unchecked") // an Expression is a B1: B1 is above Expression
    public <A1 extends Expression, B1> B1 applyOrElse(A1 expression, Function1<A1, B1> otherwise) {
      return isDefinedAt(expression) ? (B1) with : otherwise.apply(expression);
    }
  }
}
