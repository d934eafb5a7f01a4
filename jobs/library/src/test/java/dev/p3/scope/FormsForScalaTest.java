package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.junit.jupiter.api.Test;

/**
 * {@code scope.on(rows).map(…)} beside {@code scope.map(rows, …)}, and {@code
 * scope.on(type).udf(…)} beside {@code scope.udf(…)}; notebooks run them in Scala.
 */
class FormsForScalaTest {
  private static final Map<Class<?>, List<Class<?>>> FORMS =
      Map.of(
          Dataset.class, List.of(RowsInScope.class),
          KeyValueGroupedDataset.class,
              List.of(GroupsInScope.class, StateInScope.class, CoGroupsInScope.class),
          JavaRDD.class, List.of(RddInScope.class),
          JavaPairRDD.class, List.of(PairsInScope.class),
          ScopedFunction.class, List.of(ColumnInScope.class),
          ScopedBiFunction.class, List.of(ColumnsInScope.class));

  /** What leads to others of them. */
  private static final List<String> WAYS = List.of("on", "keeping", "and");

  @Test
  void everyOperationOfAScopeIsThereAfterOn() {
    FORMS.forEach(
        (first, forms) ->
            assertThat(
                    forms.stream()
                        .flatMap(FormsForScalaTest::operations)
                        .map(FormsForScalaTest::text))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                    operations(Scope.class)
                        .filter(method -> method.getParameterCount() > 0)
                        .filter(method -> method.getParameterTypes()[0] == first)
                        .map(FormsForScalaTest::text)
                        .toList()));
  }

  private static Stream<Method> operations(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !WAYS.contains(method.getName()));
  }

  private static String text(Method method) {
    return method.getName() + " gives " + method.getReturnType().getSimpleName();
  }
}
