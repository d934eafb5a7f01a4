package dev.p3.patterns.leverage;

import dev.p3.fault.Faults;
import dev.p3.patterns.leverage.Design.Side;
import dev.p3.patterns.leverage.Formula.Term;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;

/** Finds the columns of a formula in a table. */
final class Regressions {
  private Regressions() {}

  /**
   * The design of a formula; empty when there are faults.
   *
   * @param faults gets every column that is not there or not numeric
   */
  static Optional<Design> design(Formula formula, Dataset<?> table, Layout layout, Faults faults) {
    var sides = new ArrayList<Side>();
    if (formula.hasIntercept()) {
      sides.add(Design.INTERCEPT);
    }
    Optional<Integer> outcome = place(formula.outcome(), "regress with", table, layout, faults);
    for (Term term : formula.terms()) {
      place(term.column(), "regress with", table, layout, faults)
          .ifPresent(
              column -> sides.add(side(column, term.power(), layout, formula.hasIntercept())));
    }
    outcome.ifPresent(column -> sides.add(side(column, 1, layout, formula.hasIntercept())));
    return faults.isEmpty() ? Optional.of(new Design(List.copyOf(sides))) : Optional.empty();
  }

  private static Side side(int column, int power, Layout layout, boolean hasIntercept) {
    ValueType type = layout.numericColumn(column).values();
    return new Side(column, power, type, hasIntercept && power == 1 && type.isExact());
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

  /**
   * Where a numeric column is among the numeric ones.
   *
   * @param purpose such as {@code regress with}
   * @param faults gets a column that is not there or not numeric
   */
  static Optional<Integer> place(
      String wanted, String purpose, Dataset<?> table, Layout layout, Faults faults) {
    return Columns.find(wanted, table, "table", faults)
        .flatMap(column -> numericPlace(column, purpose, layout, faults));
  }

  private static Optional<Integer> numericPlace(
      String column, String purpose, Layout layout, Faults faults) {
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
                      "Cannot %s column '%s': its type is %s (must be a number such as INT or DOUBLE)",
                      purpose, column, found.type()));
    }
    return place;
  }
}
