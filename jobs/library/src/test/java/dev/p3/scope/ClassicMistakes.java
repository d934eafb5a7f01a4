package dev.p3.scope;

import dev.p3.scope.TestRecordModule.Place;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Mistakes that are said to work on one machine and fail on a cluster. Each gives what came of it
 * as a text, so that local mode and separate processes can be compared.
 */
enum ClassicMistakes {
  /** The driver waits for a list to be filled that the tasks have copies of. */
  FILLS_A_CAPTURED_LIST {
    @Override
    String outcome(Scope<Place> scope, JavaSparkContext context) {
      List<Integer> seen = new ArrayList<>();
      scope.foreach(context.parallelize(List.of(1, 2, 3), 2), (place, number) -> seen.add(number));
      return "the driver's list holds " + seen.size();
    }
  },
  /** The tasks are to go on with an iterator of the driver. */
  CLOSES_OVER_AN_ITERATOR {
    @Override
    String outcome(Scope<Place> scope, JavaSparkContext context) {
      Iterator<Integer> next = new ArrayList<>(List.of(7, 8, 9)).iterator();
      scope.foreach(context.parallelize(List.of(1, 2, 3), 2), (place, number) -> next.next());
      return "done";
    }
  };

  abstract String outcome(Scope<Place> scope, JavaSparkContext context);

  /** What came of it: the outcome, or the class of the innermost exception. */
  String in(SparkSession spark) {
    try (var scope =
        UncheckedScope.open(spark, () -> Scope.open(spark, new Place("Vienna", 48.2)))) {
      return outcome(scope, JavaSparkContext.fromSparkContext(spark.sparkContext()));
    } catch (Exception e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return root.getClass().getSimpleName();
    }
  }

  /** The same in every mode. */
  String expected() {
    return this == FILLS_A_CAPTURED_LIST
        ? "the driver's list holds 0"
        : NotSerializableException.class.getSimpleName();
  }
}
