package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The twin: what people write first. Each column and each pair of columns is read on its own and
 * brought to the driver, and formulas are taken from a textbook as they stand there: they lose
 * digits where numbers are large beside their spread, and the table must fit the driver.
 */
final class SummarizeByHand {
  private SummarizeByHand() {}

  static Summary summary(Dataset<Row> table, SummarizeOptions options) {
    SummaryPlan plan = SummaryPlan.of(table, options);
    var columns = new ArrayList<ColumnFigures>();
    for (int i = 0; i < plan.columns().size(); i++) {
      SummaryPlan single = plan.only(i);
      columns.add(
          column(single.projected(table).collectAsList(), single.columns().get(0).values()));
    }
    var pairs = new ArrayList<PairFigures>();
    for (Pair pair : plan.pairs()) {
      pairs.add(pair(table, plan.only(plan.numeric()[pair.left()], plan.numeric()[pair.right()])));
    }
    Optional<Fit> fit = options.regress().map(formula -> fit(formula, table, plan));
    return new Summary(plan, columns, pairs, 0, 0, fit);
  }

  private static ColumnFigures column(List<Row> rows, ValueType type) {
    ColumnKind kind = type.kind();
    var extremes = new Extremes(type);
    Set<Object> distinct = new HashSet<>();
    var keys = new ArrayList<Key>();
    for (Row row : rows) {
      Object value = row.get(0);
      if (value == null) {
        continue;
      }
      Key key = kind == ColumnKind.TEXT ? new Key(row.getLong(1), 0) : kind.wholeKey(value);
      keys.add(key);
      if (kind.isComparable()) {
        extremes.add(key.high(), value instanceof byte[] text ? UTF8String.fromBytes(text) : value);
        distinct.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (Object) key);
      }
    }
    Collections.sort(keys);
    int count = keys.size();
    String[] quartiles = kind.isOrdered() ? quartiles(keys, type) : new String[3];
    boolean hasMean = kind.isNumeric() && count > 0;
    double[] moments = hasMean ? moments(keys, type) : new double[4];
    boolean varies = hasMean && distinct.size() > 1;
    return new ColumnFigures(
        count,
        rows.size() - (long) count,
        hasMean ? moments[0] : null,
        hasMean && count > 1 ? moments[1] : null,
        extremes.least(),
        quartiles[0],
        quartiles[1],
        quartiles[2],
        extremes.greatest(),
        varies ? moments[2] : null,
        varies ? moments[3] : null,
        kind.isComparable() ? (long) distinct.size() : null,
        hasMean ? notFinite(keys, type, true) : 0,
        hasMean ? notFinite(keys, type, false) : 0,
        false,
        kind.isComparable() && extremes.areEqual(),
        Bounds.NONE);
  }

  private static long notFinite(List<Key> keys, ValueType type, boolean nan) {
    return keys.stream()
        .mapToDouble(key -> type.number(key.high(), key.low()))
        .filter(number -> nan ? Double.isNaN(number) : Double.isInfinite(number))
        .count();
  }

  private static double[] moments(List<Key> keys, ValueType type) {
    return type.isExact()
        ? PowerSums.moments(
            keys.stream().map(key -> type.units(key.high(), key.low())).toList(), type)
        : moments(keys.stream().mapToDouble(key -> type.number(key.high(), 0)).toArray());
  }

  /** CompensatedMean, standard deviation, skewness and kurtosis by sums of powers. */
  private static double[] moments(double... numbers) {
    double n = numbers.length;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    for (double x : numbers) {
      sum += x;
      squares += x * x;
      cubes += x * x * x;
      fourths += x * x * x * x;
    }
    double mean = sum / n;
    double variance = squares / n - mean * mean;
    double third = cubes / n - 3 * mean * squares / n + 2 * mean * mean * mean;
    double fourth =
        fourths / n
            - 4 * mean * cubes / n
            + 6 * mean * mean * squares / n
            - 3 * mean * mean * mean * mean;
    return new double[] {
      mean,
      Math.sqrt((squares - sum * sum / n) / (n - 1)),
      third / Math.pow(variance, 1.5),
      fourth / (variance * variance) - 3
    };
  }

  private static String[] quartiles(List<Key> sorted, ValueType type) {
    String[] quartiles = new String[3];
    for (int q = 1; q <= 3 && !sorted.isEmpty(); q++) {
      double rank =
          type.kind().isNumeric()
              ? q / 4.0 * (sorted.size() - 1)
              : Math.max(0, Math.ceil(q / 4.0 * sorted.size()) - 1);
      int below = (int) Math.floor(rank);
      quartiles[q - 1] =
          type.between(sorted.get(below), sorted.get((int) Math.ceil(rank)), rank - below);
    }
    return quartiles;
  }

  private static PairFigures pair(Dataset<Row> table, SummaryPlan plan) {
    ValueType left = plan.columns().get(0).values();
    ValueType right = plan.columns().get(1).values();
    var lefts = new ArrayList<Key>();
    var rights = new ArrayList<Key>();
    for (Row row : plan.projected(table).collectAsList()) {
      if (!row.isNullAt(0) && !row.isNullAt(1)) {
        lefts.add(left.kind().wholeKey(row.get(0)));
        rights.add(right.kind().wholeKey(row.get(1)));
      }
    }
    boolean hasNan = notFinite(lefts, left, true) + notFinite(rights, right, true) > 0;
    return new PairFigures(
        lefts.size(),
        correlation(differences(lefts, left), differences(rights, right)),
        hasNan ? (Double) Double.NaN : correlation(ranks(lefts), ranks(rights)),
        true);
  }

  /** Numbers; those of an exact type less the first, which has more digits than a double. */
  private static List<Double> differences(List<Key> keys, ValueType type) {
    return keys.stream()
        .map(key -> type.isExact() ? type.gap(keys.get(0), key) : type.number(key.high(), 0))
        .toList();
  }

  private static Fit fit(Formula formula, Dataset<Row> table, SummaryPlan plan) {
    SummaryPlan numeric = plan.numericOnly();
    Design design = plan.design().orElseThrow();
    var rows = new ArrayList<Key[]>();
    long all = 0;
    for (Row row : numeric.projected(table).collectAsList()) {
      all++;
      Key[] keys =
          design.sides().stream()
              .map(
                  side ->
                      side.column() < 0 || row.isNullAt(side.column())
                          ? null
                          : numeric
                              .columns()
                              .get(side.column())
                              .kind()
                              .wholeKey(row.get(side.column())))
              .toArray(Key[]::new);
      if (design.isUsable(keys)) {
        rows.add(keys);
      }
    }
    Key[] pivots = rows.isEmpty() ? new Key[0] : rows.get(0);
    List<double[]> values = rows.stream().map(keys -> design.values(keys, pivots)).toList();
    return new NormalEquations(values, design.taken(pivots))
        .fit(Regressions.names(formula), formula.hasIntercept(), all - rows.size());
  }

  private static Double correlation(List<Double> lefts, List<Double> rights) {
    double n = lefts.size();
    double left = 0;
    double right = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    double products = 0;
    for (int i = 0; i < lefts.size(); i++) {
      double x = lefts.get(i);
      double y = rights.get(i);
      left += x;
      right += y;
      leftSquares += x * x;
      rightSquares += y * y;
      products += x * y;
    }
    double leftSpread = n * leftSquares - left * left;
    double rightSpread = n * rightSquares - right * right;
    return leftSpread == 0 || rightSpread == 0
        ? null
        : (Double) ((n * products - left * right) / Math.sqrt(leftSpread * rightSpread));
  }

  private static List<Double> ranks(List<Key> values) {
    List<Key> sorted = values.stream().sorted().toList();
    Map<Key, double[]> sumAndCount = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      double[] of = sumAndCount.computeIfAbsent(sorted.get(i), any -> new double[2]);
      of[0] += i + 1;
      of[1]++;
    }
    return values.stream()
        .map(value -> sumAndCount.get(value)[0] / sumAndCount.get(value)[1])
        .toList();
  }
}
