package dev.p3.udfs;

import dev.p3.udfs.RankedValues.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.AnyDataType$;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The first k values of each group as an array, in their order: by themselves, or by another value.
 *
 * <p>Nulls are not ranked. Between values whose order is equal the smaller value comes first, nulls
 * last, where values can be compared; so the result does not depend on partitions.
 */
final class TopK extends P3Aggregate<RankedValues> {
  private static final long serialVersionUID = 1L;

  private final boolean smallestFirst;
  private final boolean byOrder;
  private transient Comparator<Object> orders;
  private transient Comparator<Ranked> firstToLast;

  /** The first field of a struct that would be made of each row only to be compared; or null. */
  private transient Expression leading;

  private transient DataType leadingType;
  private transient Comparator<Object> leadings;
  private transient UnsafeProjection packing;
  private transient int most;

  /**
   * @param byOrder whether the second argument is what values are ranked by; the last one is k
   */
  TopK(String name, boolean smallestFirst, boolean byOrder, List<Expression> arguments) {
    super(name, arguments);
    this.smallestFirst = smallestFirst;
    this.byOrder = byOrder;
  }

  @Override
  TopK with(List<Expression> others) {
    return new TopK(prettyName(), smallestFirst, byOrder, others);
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    List<AbstractDataType> types =
        byOrder
            ? List.of(AnyDataType$.MODULE$, AnyDataType$.MODULE$, DataTypes.IntegerType)
            : List.of(AnyDataType$.MODULE$, DataTypes.IntegerType);
    return Scala.list(types);
  }

  @Override
  TypeCheckResult checkConstants() {
    TypeCheckResult order = TypeUtils.checkForOrderingExpr(order().dataType(), prettyName());
    return order.isSuccess() ? Constants.checkPositive(limit()) : order;
  }

  @Override
  public ArrayType dataType() {
    return typeOf(argument(0), byOrder);
  }

  /** Nulls are among values only where these are ranked by another one. */
  static ArrayType typeOf(Expression value, boolean byOrder) {
    return DataTypes.createArrayType(value.dataType(), byOrder && value.nullable());
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public RankedValues createAggregationBuffer() {
    if (firstToLast == null) {
      most = (Integer) Constants.value(limit());
      orders = inDirection(ordering(order().dataType()));
      if (order() instanceof CreateNamedStruct made && isOfColumns(made)) {
        leading = Scala.java(made.valExprs()).get(0);
        leadingType = leading.dataType();
        leadings = inDirection(Comparator.nullsFirst(ordering(leadingType)));
      }
      firstToLast = Comparator.comparing(Ranked::order, orders);
      DataType values = argument(0).dataType();
      if (byOrder && TypeUtils.checkForOrderingExpr(values, prettyName()).isSuccess()) {
        firstToLast =
            firstToLast.thenComparing(Ranked::value, Comparator.nullsLast(ordering(values)));
      }
    }
    return new RankedValues(most, firstToLast);
  }

  @Override
  public RankedValues update(RankedValues best, InternalRow row) {
    // Most rows are refused here, before a struct is made of their columns,
    if (leading != null
        && best.isFull()
        && leadings.compare(leading.eval(row), ((InternalRow) best.lastOrder()).get(0, leadingType))
            > 0) {
      return best;
    }
    Object order = order().eval(row);
    if (order == null) {
      return best;
    }
    // or here, without a look at the value.
    if (!best.isFull() || orders.compare(order, best.lastOrder()) <= 0) {
      best.add(new Ranked(order, byOrder ? value(0, row) : null));
    }
    return best;
  }

  @Override
  public RankedValues merge(RankedValues best, RankedValues other) {
    best.addAll(other);
    return best;
  }

  @Override
  public Object eval(RankedValues best) {
    return new GenericArrayData(
        best.sorted().stream().map(each -> byOrder ? each.value() : each.order()).toArray());
  }

  @Override
  public byte[] serialize(RankedValues best) {
    if (packing == null) {
      packing = UnsafeProjection.create(new DataType[] {packed()});
    }
    Object[] rows =
        best.sorted().stream()
            .map(
                each ->
                    new GenericInternalRow(
                        byOrder
                            ? new Object[] {each.order(), each.value()}
                            : new Object[] {each.order()}))
            .toArray();
    return packing
        .apply(new GenericInternalRow(new Object[] {new GenericArrayData(rows)}))
        .getBytes();
  }

  @Override
  public RankedValues deserialize(byte[] bytes) {
    var row = new UnsafeRow(1);
    row.pointTo(bytes, bytes.length);
    ArrayData rows = row.getArray(0);
    RankedValues best = createAggregationBuffer();
    for (int i = 0; i < rows.numElements(); i++) {
      InternalRow each = rows.getStruct(i, byOrder ? 2 : 1);
      best.add(
          new Ranked(
              each.get(0, order().dataType()),
              byOrder ? each.get(1, argument(0).dataType()) : null));
    }
    return best;
  }

  /** What may fail is computed for every row, so that no error depends on the order of rows. */
  private static boolean isOfColumns(CreateNamedStruct made) {
    return Scala.java(made.valExprs()).stream().allMatch(BoundReference.class::isInstance);
  }

  private Comparator<Object> inDirection(Comparator<Object> ascending) {
    return smallestFirst ? ascending : ascending.reversed();
  }

  private ArrayType packed() {
    StructType fields = new StructType().add("order", order().dataType());
    return DataTypes.createArrayType(
        byOrder ? fields.add("value", argument(0).dataType()) : fields, false);
  }

  private Expression order() {
    return argument(byOrder ? 1 : 0);
  }

  private Expression limit() {
    return argument(byOrder ? 2 : 1);
  }

  private static Comparator<Object> ordering(DataType type) {
    return TypeUtils.getInterpretedOrdering(type);
  }

  private static Expression of(
      String name, boolean smallestFirst, boolean byOrder, List<Expression> arguments) {
    return TopOne.canBe(arguments)
        ? new TopOne(name, smallestFirst, byOrder, arguments)
        : new TopK(name, smallestFirst, byOrder, arguments);
  }

  static List<SqlFunction<Expression>> all() {
    var functions = new ArrayList<SqlFunction<Expression>>();
    functions.add(
        new SqlFunction<>(
            "top_k",
            "agg_funcs",
            "_FUNC_(value, k) - the k largest values of a group, largest first, nulls left out; a struct is compared field by field. Bounded heaps in each task, so that at most k values of each group and task are shuffled.",
            List.of(
                new SqlFunction.Example(
                    "SELECT _FUNC_(x, 2) FROM VALUES (3), (1), (null), (5), (4) AS t(x)",
                    "[5, 4]")),
            2,
            2,
            arguments -> of("top_k", false, false, arguments)));
    functions.add(
        new SqlFunction<>(
            "bottom_k",
            "agg_funcs",
            "_FUNC_(value, k) - the k smallest values of a group, smallest first, nulls left out; otherwise as top_k.",
            List.of(
                new SqlFunction.Example(
                    "SELECT _FUNC_(x, 2) FROM VALUES (3), (1), (null), (5), (4) AS t(x)",
                    "[1, 3]")),
            2,
            2,
            arguments -> of("bottom_k", true, false, arguments)));
    functions.add(
        new SqlFunction<>(
            "top_k_by",
            "agg_funcs",
            "_FUNC_(value, order, k) - the values with the k largest orders of a group, largest first; rows whose order is null are left out, and between equal orders the smaller value comes first.",
            List.of(
                new SqlFunction.Example(
                    "SELECT _FUNC_(name, x, 2) FROM VALUES ('a', 3), ('b', 9), ('c', 5) AS t(name, x)",
                    "[b, c]")),
            3,
            3,
            arguments -> of("top_k_by", false, true, arguments)));
    functions.add(
        new SqlFunction<>(
            "bottom_k_by",
            "agg_funcs",
            "_FUNC_(value, order, k) - the values with the k smallest orders of a group, smallest first; otherwise as top_k_by.",
            List.of(
                new SqlFunction.Example(
                    "SELECT _FUNC_(name, x, 2) FROM VALUES ('a', 3), ('b', 9), ('c', 5) AS t(name, x)",
                    "[a, c]")),
            3,
            3,
            arguments -> of("bottom_k_by", true, true, arguments)));
    return functions;
  }
}
