package dev.p3.patterns.leverage;

import java.util.List;

/**
 * Where quantiles are among the rows of a column in ascending order, counted from 0.
 *
 * @param wanted at most two for each quantile
 */
public record QuantileRanks(List<Long> wanted) {
  public QuantileRanks {
    wanted = List.copyOf(wanted);
  }
}
