package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import java.io.Serializable;

/**
 * How coordinates are scaled: {@code (value - mean) / deviation}, or not at all when there are no
 * means. Nobody writes to the arrays.
 */
public record Scaling(double[] means, double[] deviations) implements Serializable {
  static Scaling none() {
    return new Scaling(new double[0], new double[0]);
  }

  boolean isNone() {
    return means.length == 0;
  }

  double scaled(double value, int column) {
    return isNone() ? value : (value - means[column]) / deviations[column];
  }

  double original(double scaled, int column) {
    return isNone() ? scaled : Math.fma(scaled, deviations[column], means[column]);
  }

  double[] scaled(double[] values) {
    var scaled = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      scaled[j] = scaled(values[j], j);
    }
    return scaled;
  }

  ColumnBlock scaled(ColumnBlock block) {
    var columns = new double[block.columns().length][block.rows()];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < block.rows(); i++) {
        columns[j][i] = scaled(block.columns()[j][i], j);
      }
    }
    return new ColumnBlock(columns, block.rows());
  }
}
