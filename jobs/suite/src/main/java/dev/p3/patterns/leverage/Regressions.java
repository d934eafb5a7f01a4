package dev.p3.patterns.leverage;

import dev.p3.fault.BadUsageException;
import dev.p3.patterns.leverage.Formula.Term;
import dev.p3.patterns.leverage.Layout.Design;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;

/** Finds the columns of a formula in a table. */
final class Regressions {
  private static final int INTERCEPT = -1;

  private Regressions() {}

  /**
   * The design of a formula.
   *
   * @throws BadUsageException naming every column that is not there or not numeric
   */
  static Design design(Formula formula, Dataset<?> table, Layout layout) {
    var faults = new ArrayList<String>();
    var terms = new ArrayList<Integer>();
    var powers = new ArrayList<Integer>();
    if (formula.hasIntercept()) {
      terms.add(INTERCEPT);
      powers.add(0);
    }
    Optional<Integer> outcome = place(formula.outcome(), table, layout, faults);
    for (Term term : formula.terms()) {
      place(term.column(), table, layout, faults).ifPresent(terms::add);
      powers.add(term.power());
    }
    if (!faults.isEmpty()) {
      throw new BadUsageException(faults.stream().distinct().toList());
    }
    return new Design(array(terms), array(powers), outcome.orElseThrow());
  }

  /** What the coefficients are called, in the order of the design. */
  static List<String> names(Formula formula) {
    var names = new ArrayList<String>();
    if (formula.hasIntercept()) {
      names.add(Formula.INTERCEPT);
    }
    formula.terms().forEach(term -> names.add(term.text()));
    return names;
  }

  private static Optional<Integer> place(
      String wanted, Dataset<?> table, Layout layout, List<String> faults) {
    return Columns.find(wanted, table, "table", faults)
        .flatMap(column -> numericPlace(column, layout, faults));
  }

  private static Optional<Integer> numericPlace(String column, Layout layout, List<String> faults) {
    var place =
        IntStream.range(0, layout.numeric().length)
            .filter(i -> layout.numericColumn(i).name().equals(column))
            .boxed()
            .findFirst();
    if (place.isEmpty()) {
      layout.columns().stream()
          .filter(found -> found.name().equals(column))
          .findFirst()
          .ifPresent(
              found ->
                  faults.add(
                      "Cannot regress with column '%s': its type is %s (must be a number such as INT or DOUBLE)"
                          .formatted(column, found.type())));
    }
    return place;
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
