package dev.p3.patterns.leverage;

import dev.p3.fault.JobFailedException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a regression with an intercept needs, gathered row by row and merged, as {@link
 * QrAccumulator} does it. Not thread-safe.
 *
 * <p>Memory: 26 bytes for each value of a block of 1024 rows, and a number for each pair of terms.
 */
public final class RegressionSums {
  private static final ValueType NUMBER = new ValueType(ColumnKind.DOUBLE, 0);

  private final int terms;
  private final Design design;
  private final QrAccumulator gathered;

  /** Null between blocks. */
  private NumericBlock block;

  /**
   * @param terms without the intercept
   */
  public RegressionSums(int terms) {
    this.terms = terms;
    var sides = new ArrayList<Design.Side>();
    sides.add(Design.INTERCEPT);
    for (int column = 1; column <= terms; column++) {
      sides.add(new Design.Side(column, 1, NUMBER, false));
    }
    sides.add(new Design.Side(0, 1, NUMBER, false));
    this.design = new Design(List.copyOf(sides));
    this.gathered = new QrAccumulator(design);
  }

  /**
   * A fitted model; null is for what there are too few rows for.
   *
   * @param coefficients the intercept, then the terms
   */
  public record Model(
      List<Coefficient> coefficients,
      Double r2,
      Double adjustedR2,
      Double residualSd,
      Double f,
      long rows,
      long dropped) {
    public Model {
      coefficients = List.copyOf(coefficients);
    }
  }

  /** A coefficient with its standard error, and Student's t with its probability. */
  public record Coefficient(double estimate, Double stdError, Double t, Double p) {}

  /**
   * Adds a row.
   *
   * @param values the outcome, then the terms; null for null
   */
  public void add(Double... values) {
    if (block == null) {
      block = new NumericBlock(Collections.nCopies(terms + 1, NUMBER));
    }
    for (int column = 0; column < values.length; column++) {
      if (values[column] == null) {
        block.setNull(column);
      } else {
        block.set(column, NUMBER.kind().keyOf(values[column]), 0);
      }
    }
    if (block.endRow()) {
      gathered.add(block);
      block.clear();
    }
  }

  /** Adds what another one with as many terms gathered. */
  public void add(RegressionSums other) {
    other.endBlock();
    gathered.add(other.gathered.packed());
  }

  private void endBlock() {
    if (block != null) {
      gathered.add(block);
      block = null;
    }
  }

  /** The model; empty when there are fewer rows than coefficients, or it is not the only one. */
  public Optional<Model> model() {
    endBlock();
    BigDecimal[] nothingTaken = new BigDecimal[terms + 2];
    Arrays.fill(nothingTaken, BigDecimal.ZERO);
    try {
      Fit fit =
          LeastSquares.fit(
              Collections.nCopies(terms + 1, ""), true, gathered.packed(), nothingTaken);
      return Optional.of(
          new Model(
              fit.coefficients().stream()
                  .map(
                      each -> new Coefficient(each.estimate(), each.stdError(), each.t(), each.p()))
                  .toList(),
              fit.r2(),
              fit.adjustedR2(),
              fit.residualSd(),
              fit.f(),
              fit.rows(),
              fit.dropped()));
    } catch (JobFailedException e) {
      return Optional.empty();
    }
  }

  /** What {@link #of} reads. */
  public byte[] toBytes() {
    endBlock();
    QrAccumulator.Packed packed = gathered.packed();
    ByteBuffer bytes = ByteBuffer.allocate((packed.factor().length + 2) * Long.BYTES);
    bytes.putLong(packed.rows()).putLong(packed.dropped());
    for (double number : packed.factor()) {
      bytes.putDouble(number);
    }
    return bytes.array();
  }

  /** Reads what {@link #toBytes} of one with as many terms gave. */
  public static RegressionSums of(byte[] bytes, int terms) {
    var sums = new RegressionSums(terms);
    ByteBuffer from = ByteBuffer.wrap(bytes);
    long rows = from.getLong();
    long dropped = from.getLong();
    double[] factor = new double[sums.design.width() * sums.design.width()];
    Arrays.setAll(factor, i -> from.getDouble());
    // Nothing is taken away from doubles, so the pivots are never looked at.
    sums.gathered.add(
        new QrAccumulator.Packed(factor, rows, dropped, new Key[sums.design.width()]));
    return sums;
  }
}
