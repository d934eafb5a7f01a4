package dev.p3.patterns.leverage;

import java.util.Arrays;

/**
 * A block of rows of the numeric columns, column by column, so that moments and products are taken
 * in loops over arrays. Not thread-safe.
 */
final class NumericBlock {
  static final int ROWS = 1024;

  private final double[][] numbers;
  private final long[][] keys;
  private final boolean[][] present;
  private final int[] counts;
  private int rows;

  NumericBlock(int columns) {
    numbers = new double[columns][ROWS];
    keys = new long[columns][ROWS];
    present = new boolean[columns][ROWS];
    counts = new int[columns];
  }

  /** Sets a value of the row that is being filled. */
  void set(int column, double number, long key) {
    numbers[column][rows] = number;
    keys[column][rows] = key;
    present[column][rows] = true;
    counts[column]++;
  }

  void setNull(int column) {
    numbers[column][rows] = Double.NaN;
    present[column][rows] = false;
  }

  /** Ends a row; whether the block is full now. */
  boolean endRow() {
    return ++rows == ROWS;
  }

  void clear() {
    rows = 0;
    Arrays.fill(counts, 0);
  }

  int columns() {
    return numbers.length;
  }

  int rows() {
    return rows;
  }

  double number(int column, int row) {
    return numbers[column][row];
  }

  /** Puts a row's numbers into an array, NaN for null. */
  void copyRow(int row, double[] room) {
    for (int column = 0; column < numbers.length; column++) {
      room[column] = numbers[column][row];
    }
  }

  long key(int column, int row) {
    return keys[column][row];
  }

  boolean isPresent(int column, int row) {
    return present[column][row];
  }

  /** How many numbers a column has. */
  int count(int column) {
    return counts[column];
  }

  /**
   * A column's numbers, without nulls, at the beginning of an array.
   *
   * @param room where to put them unless the column has no nulls
   */
  double[] numbers(int column, double[] room) {
    if (counts[column] == rows) {
      return numbers[column];
    }
    int size = 0;
    for (int row = 0; row < rows; row++) {
      if (present[column][row]) {
        room[size++] = numbers[column][row];
      }
    }
    return room;
  }
}
