package dev.p3.check;

import dev.p3.scope.Captures;
import dev.p3.table.ScalaCollections;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.Dependency;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Product;

/**
 * Finds the function objects in a Dataset's logical plan, in whatever node or expression they are,
 * and in the lineage of the RDDs that it was made from. Runs nothing. For one use.
 */
public final class PlanFunctions {
  private final List<Found> found = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A function, as Spark holds it.
   *
   * @param sources the leaves of the plan whose rows it gets
   */
  public record Found(Object function, List<LogicalPlan> sources) {
    /**
     * How many tasks get the function when all its rows come from these inputs without a shuffle.
     */
    public OptionalInt tasks(Collection<Dataset<org.apache.spark.sql.Row>> inputs) {
      int tasks = 0;
      for (Dataset<?> input : inputs) {
        boolean isSource =
            ScalaCollections.asJava(input.queryExecution().analyzed().collectLeaves()).stream()
                .anyMatch(sources::contains);
        tasks += isSource ? input.rdd().getNumPartitions() : 0;
      }
      return tasks == 0 ? OptionalInt.empty() : OptionalInt.of(tasks);
    }
  }

  private PlanFunctions() {}

  public static List<Found> of(Dataset<?> rows) {
    var functions = new PlanFunctions();
    functions.lookAtPlan(rows.queryExecution().analyzed());
    return List.copyOf(functions.found);
  }

  private void lookAtPlan(LogicalPlan plan) {
    lookAtElements(plan, ScalaCollections.asJava(plan.collectLeaves()));
    ScalaCollections.asJava(plan.children()).forEach(this::lookAtPlan);
  }

  private void lookAtElements(Product holder, List<LogicalPlan> sources) {
    for (int i = 0; i < holder.productArity(); i++) {
      lookAt(holder.productElement(i), sources);
    }
  }

  private void lookAt(Object element, List<LogicalPlan> sources) {
    if (element == null || element instanceof LogicalPlan || !seen.add(element)) {
      return;
    }
    if (Captures.isFunction(element)) {
      found.add(new Found(element, sources));
    } else if (element instanceof RDD<?> rdd) {
      lookAtLineage(rdd, sources);
    } else if (element instanceof scala.collection.Iterable<?> many) {
      ScalaCollections.iterable(many).forEach(each -> lookAt(each, sources));
    } else if (element instanceof Product holder) {
      lookAtElements(holder, sources);
    }
  }

  private void lookAtLineage(RDD<?> rdd, List<LogicalPlan> sources) {
    for (Class<?> level = rdd.getClass(); level != RDD.class; level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        if (!field.getType().isPrimitive() && field.trySetAccessible()) {
          lookAt(value(field, rdd), sources);
        }
      }
    }
    for (Dependency<?> dependency : ScalaCollections.asJava(rdd.dependencies())) {
      lookAt(dependency.rdd(), sources);
    }
  }

  private static Object value(Field field, RDD<?> rdd) {
    try {
      return field.get(rdd);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // it was made accessible
    }
  }
}
