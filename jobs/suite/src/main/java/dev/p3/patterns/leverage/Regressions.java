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
  static Optional<Design> design(
      Formula formula, Dataset<?> table, SummaryPlan plan, Faults faults) {
    var sides = new ArrayList<Side>();
    if (formula.hasIntercept()) {
      sides.add(Design.INTERCEPT);
    }
    Optional<Integer> outcome = index(formula.outcome(), "regress with", table, plan, faults);
    for (Term term : formula.terms()) {
      index(term.column(), "regress with", table, plan, faults)
          .ifPresent(column -> sides.add(side(column, term.power(), plan, formula.hasIntercept())));
    }
    outcome.ifPresent(column -> sides.add(side(column, 1, plan, formula.hasIntercept())));
    return faults.isEmpty() ? Optional.of(new Design(List.copyOf(sides))) : Optional.empty();
  }

  private static Side side(int column, int power, SummaryPlan plan, boolean hasIntercept) {
    ValueType type = plan.numericColumn(column).values();
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
  static Optional<Integer> index(
      String wanted, String purpose, Dataset<?> table, SummaryPlan plan, Faults faults) {
    return Columns.find(wanted, table, "table", faults)
        .flatMap(column -> numericPlace(column, purpose, plan, faults));
  }

  private static Optional<Integer> numericPlace(
      String column, String purpose, SummaryPlan plan, Faults faults) {
    var index =
        IntStream.range(0, plan.numeric().length)
            .filter(i -> plan.numericColumn(i).name().equals(column))
            .boxed()
            .findFirst();
    if (index.isEmpty()) {
      plan.columns().stream()
          .filter(found -> found.name().equals(column))
          .findFirst()
          .ifPresent(
              found ->
                  faults.add(
                      "Cannot %s column '%s': its type is %s (must be a number such as INT or DOUBLE)",
                      purpose, column, found.type()));
    }
    return index;
  }
}
