package dev.p3.patterns.scope;

import dev.p3.table.Plans;
import dev.p3.table.ScalaCollections;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import scala.Option;

/**
 * A look-up that takes keys and gives rows as Spark itself holds them. A UDF makes Java values of
 * every key and of every row found, and back, which cost more than the look-up. Spark's generated
 * code calls the method {@code find} of the key's type.
 */
public final class NativeLookup implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String KEY = "__p3_key";
  private static final String METHOD = "find";

  private NativeLookup() {}

  /**
   * The rows with one more column, of the values found; null where nothing is. It is evaluated once
   * per row: Spark neither repeats it nor moves it through a filter.
   *
   * @param search from a key to values in Spark's own form, or null; a null key is not looked up
   * @param type the struct of these values
   */
  static Dataset<Row> with(
      Dataset<Row> rows, String name, Column key, UDF1<Object, Object[]> search, DataType type) {
    Dataset<Row> keyed = rows.withColumn(KEY, key);
    LogicalPlan plan = keyed.queryExecution().analyzed();
    List<Attribute> columns = ScalaCollections.asJava(plan.output());
    int last = columns.size() - 1;
    // The function is an argument, where those who look for functions in a plan find it.
    Expression found =
        new Invoke(
            Literal.fromObject(new NativeLookup(), new ObjectType(NativeLookup.class)),
            METHOD,
            type,
            ScalaCollections.asScala(
                List.of(Literal.fromObject(search, new ObjectType(UDF1.class)), columns.get(last))),
            ScalaCollections.asScala(List.of()),
            true,
            true,
            false);
    var output = new ArrayList<NamedExpression>(columns.subList(0, last));
    output.add(
        new Alias(
            found,
            name,
            NamedExpression.newExprId(),
            ScalaCollections.asScala(List.of()),
            Option.empty(),
            ScalaCollections.asScala(List.of())));
    return Plans.dataset(
        rows.sparkSession(), new Project(ScalaCollections.asScala(List.copyOf(output)), plan));
  }

  /** By a key that Spark holds as an object: text, bytes, a decimal. */
  public InternalRow find(UDF1<Object, Object[]> search, Object key) throws Exception {
    Object[] values = search.call(key);
    return values == null ? null : new GenericInternalRow(values);
  }

  /** By a BOOLEAN. */
  public InternalRow find(UDF1<Object, Object[]> search, boolean key) throws Exception {
    return find(search, (Object) key);
  }

  /** By a TINYINT. */
  public InternalRow find(UDF1<Object, Object[]> search, byte key) throws Exception {
    return find(search, (Object) key);
  }

  /** By a SMALLINT. */
  public InternalRow find(UDF1<Object, Object[]> search, short key) throws Exception {
    return find(search, (Object) key);
  }

  /** By an INT, or the days of a DATE. */
  public InternalRow find(UDF1<Object, Object[]> search, int key) throws Exception {
    return find(search, (Object) key);
  }

  /** By a BIGINT, or the microseconds of a TIMESTAMP. */
  public InternalRow find(UDF1<Object, Object[]> search, long key) throws Exception {
    return find(search, (Object) key);
  }

  /** By a FLOAT. */
  public InternalRow find(UDF1<Object, Object[]> search, float key) throws Exception {
    return find(search, (Object) key);
  }

  /** By a DOUBLE. */
  public InternalRow find(UDF1<Object, Object[]> search, double key) throws Exception {
    return find(search, (Object) key);
  }

  @Override
  public String toString() {
    return "lookup"; // as plans show it
  }
}
