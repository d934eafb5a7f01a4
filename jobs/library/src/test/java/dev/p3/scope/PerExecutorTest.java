package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PerExecutorTest {
  /** Values of a scope that are built where they are used. */
  public record Tools(PerExecutor<Client> client, int factor) {}

  /** Counts, in this process, what is made and closed. Not serializable. */
  public static final class Client implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final AtomicInteger CLOSED = new AtomicInteger();

    Client() {
      MADE.incrementAndGet();
    }

    static int closed() {
      return CLOSED.get();
    }

    int ask(int number) {
      return number + 1;
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }

  private final SparkSession spark = LocalSpark.spark();
  private final JavaRDD<Integer> numbers =
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(IntStream.range(0, 40).boxed().toList(), 8);

  /** Two values, of which the first cannot be closed. */
  public record TwoTools(PerExecutor<Client> broken, PerExecutor<Client> whole) {}

  @BeforeEach
  void countAnew() {
    Client.MADE.set(0);
    Client.CLOSED.set(0);
  }

  @Test
  void isBuiltOnceHoweverManyTasksAndJobsUseIt() {
    try (var scope = Scope.open(spark, new Tools(PerExecutor.of(Client::new), 2))) {
      JavaRDD<Integer> asked =
          scope.map(
              numbers, (tools, number) -> tools.client().value().ask(number) * tools.factor());

      assertThat(asked.collect())
          .isEqualTo(IntStream.range(0, 40).map(number -> (number + 1) * 2).boxed().toList());
      assertThat(asked.count()).isEqualTo(40);

      assertThat(Client.MADE).hasValue(1);
      assertThat(scope.builds("client")).isEqualTo(1);
      assertThat(Client.CLOSED).hasValue(0);
    }
    assertThat(Client.CLOSED).hasValue(1);
  }

  @Test
  void isNotBuiltWhereNobodyAsks() {
    try (var scope = Scope.open(spark, new Tools(PerExecutor.of(Client::new), 2))) {
      assertThat(scope.map(numbers, (tools, number) -> tools.factor()).collect()).contains(2);
      assertThat(scope.builds("client")).isZero();
    }
    assertThat(Client.MADE).hasValue(0);
    assertThat(Client.CLOSED).hasValue(0);
  }

  @Test
  void isClosedByItsCloser() {
    var tools = new Tools(PerExecutor.of(Client::new, client -> Client.CLOSED.addAndGet(100)), 2);
    try (var scope = Scope.open(spark, tools)) {
      scope.foreach(numbers, (values, number) -> values.client().value().ask(number));
    }
    assertThat(Client.CLOSED).hasValue(100);
  }

  @Test
  void anErrorOfItsCloserKeepsNothingElseOpen() {
    PerExecutor<Client> broken =
        PerExecutor.of(
            Client::new,
            client -> {
              throw new NoClassDefFoundError("gone with its jar");
            });
    try (var scope = Scope.open(spark, new TwoTools(broken, PerExecutor.of(Client::new)))) {
      scope.foreach(
          numbers,
          (values, number) -> {
            values.broken().value().ask(number);
            values.whole().value().ask(number);
          });
    }
    assertThat(Client.MADE).hasValue(2);
    assertThat(Client.CLOSED).hasValue(1);
  }

  @Test
  void belongsToItsScopeAlone() {
    var tools = new Tools(PerExecutor.of(Client::new), 2);
    try (var first = Scope.open(spark, tools);
        var second = Scope.open(spark, tools)) {
      first.foreach(numbers, (values, number) -> values.client().value().ask(number));
      first.close();
      second.foreach(numbers, (values, number) -> values.client().value().ask(number));

      assertThat(Client.MADE).hasValue(2);
      assertThat(Client.CLOSED).hasValue(1);
      assertThat(first.builds("client")).isEqualTo(1);
    }
  }

  @Test
  void saysWhichRecipeFailedAndIsTriedAgainByTheNextTask() {
    var attempts = new Attempts();
    Attempts.MADE.set(0);
    try (var scope = Scope.open(spark, new Tools(PerExecutor.of(attempts::failingOnce), 2))) {
      JavaRDD<Integer> asked =
          scope.map(numbers.coalesce(1), (tools, number) -> tools.client().value().ask(number));

      assertThatThrownBy(asked::collect).rootCause().hasMessage("connection refused");
      assertThatThrownBy(
              () -> {
                Attempts.MADE.set(0);
                asked.collect();
              })
          .hasStackTraceContaining(
              "Cannot build client of Scope Tools (opened at PerExecutorTest.java:")
          .hasStackTraceContaining("on executor driver: java.io.IOException: connection refused");
      assertThat(asked.collect()).contains(1);
      assertThat(scope.builds("client")).isEqualTo(1);
    }
  }

  /** A recipe with a past. */
  static final class Attempts implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger MADE = new AtomicInteger();

    Client failingOnce() throws java.io.IOException {
      if (MADE.getAndIncrement() == 0) {
        throw new java.io.IOException("connection refused");
      }
      return new Client();
    }
  }

  @Test
  void refusesARecipeThatGivesNull() {
    try (var scope = Scope.open(spark, new Tools(PerExecutor.of(() -> null), 2))) {
      assertThatThrownBy(
              () -> scope.foreach(numbers, (tools, number) -> tools.client().value().ask(number)))
          .rootCause()
          .hasMessageContaining("Cannot build client of Scope Tools")
          .hasMessageEndingWith("its recipe gave null");
    }
  }

  @Test
  void refusesARecipeThatCannotBeSent() {
    Object local = new Object();

    assertThatThrownBy(
            () ->
                Scope.open(
                    spark,
                    new Tools(
                        PerExecutor.of(
                            () -> {
                              local.hashCode();
                              return new Client();
                            }),
                        2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component client cannot be serialized")
        .hasMessageContaining("NotSerializableException: java.lang.Object")
        .hasMessageContaining("its recipe captures local : Object, at PerExecutorTest.java:")
        .hasMessageEndingWith(
            "(build it within the recipe, or let its class implement java.io.Serializable)");
  }

  @Test
  void buildsAValueOfItsOwnInAUnitTest() {
    var tools = new Tools(PerExecutor.of(Client::new), 2);

    assertThat(tools.client().value().ask(1)).isEqualTo(2);
    assertThat(tools.client().value()).isSameAs(tools.client().value());
    assertThat(Client.MADE).hasValue(1);
  }

  @Test
  void countsOnlyComponentsThatAreBuilt() {
    try (var scope = Scope.open(spark, new Tools(PerExecutor.of(Client::new), 2))) {
      assertThatThrownBy(() -> scope.builds("factor"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot find component 'factor': Tools has no PerExecutor of that name");
    }
  }
}
