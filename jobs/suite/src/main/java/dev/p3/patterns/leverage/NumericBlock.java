package dev.p3.patterns.leverage;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * A block of rows of the numeric columns, column by column, so that moments and products are taken
 * in loops over arrays. Numbers of an exact type are held as keys, and become doubles only as
 * differences. Not thread-safe.
 */
final class NumericBlock {
  static final int MOST_ROWS = 1024;

  private static final int FEWEST_ROWS = 64;

  /** About 13 MB; more columns have fewer rows. */
  private static final int MOST_NUMBERS = 1 << 19;

  private static final long LOWER_HALF = 0xFFFFFFFFL;

  private final ValueType[] types;
  private final double[][] numbers;
  private final long[][] keys;

  /** Of keys of 128 bits; null in other columns. */
  private final long[][] lows;

  private final boolean[][] present;
  private final int[] counts;

  /** Of the columns' numbers in this block; null until asked for. */
  private final Deviations[] deviations;

  private final double[][] rooms;
  private final int[] everyRow = IntStream.range(0, MOST_ROWS).toArray();
  private final int[] someRows = new int[MOST_ROWS];
  private final int mostRows;
  private int rows;

  NumericBlock(List<ValueType> columns) {
    types = columns.toArray(ValueType[]::new);
    int fitting = MOST_NUMBERS / Math.max(1, types.length);
    mostRows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting));
    numbers = new double[types.length][mostRows];
    keys = new long[types.length][mostRows];
    lows = new long[types.length][];
    Arrays.setAll(lows, i -> types[i].isWide() ? new long[mostRows] : null);
    present = new boolean[types.length][mostRows];
    counts = new int[types.length];
    deviations = new Deviations[types.length];
    rooms = new double[types.length][mostRows];
  }

  /** Adds a row of a plan of numeric columns alone; whether the block is full now. */
  boolean add(Row row) {
    for (int column = 0; column < types.length; column++) {
      Object value = row.get(column);
      ColumnKind kind = types[column].kind();
      if (value == null) {
        setNull(column);
      } else {
        set(column, kind.key(value), kind.low(value));
      }
    }
    return endRow();
  }

  /** Sets a value of the row that is being filled; {@code low} is 0 in keys of one long. */
  void set(int column, long key, long low) {
    set(column, 0, key, low);
  }

  /** As {@link #set(int, long, long)}, of a row some rows after the one that is being filled. */
  void set(int column, int after, long key, long low) {
    int row = rows + after;
    keys[column][row] = key;
    if (lows[column] != null) {
      lows[column][row] = low;
    } else if (!types[column].isExact()) {
      numbers[column][row] = types[column].kind().number(key);
    }
    present[column][row] = true;
    counts[column]++;
  }

  void setNull(int column) {
    present[column][rows] = false;
  }

  /** Sets so many rows from the one that is being filled to null, until they get values. */
  void setNulls(int column, int number) {
    Arrays.fill(present[column], rows, rows + number, false);
  }

  /** How many rows the block has room for. */
  int room() {
    return mostRows - rows;
  }

  /** Ends a row; whether the block is full now. */
  boolean endRow() {
    return endRows(1);
  }

  /** Ends so many rows, for which there is room; whether the block is full now. */
  boolean endRows(int number) {
    rows += number;
    return rows == mostRows;
  }

  void clear() {
    rows = 0;
    Arrays.fill(counts, 0);
    Arrays.fill(deviations, null);
  }

  int rows() {
    return rows;
  }

  long key(int column, int row) {
    return keys[column][row];
  }

  /** The lower half of a key of 128 bits, else 0. */
  long low(int column, int row) {
    return lows[column] == null ? 0 : lows[column][row];
  }

  boolean isPresent(int column, int row) {
    return present[column][row];
  }

  /** Whether a column has no null. */
  boolean isFull(int column) {
    return counts[column] == rows;
  }

  /** A number, rounded to a double once; NaN for null. */
  double number(int column, int row) {
    if (!present[column][row]) {
      return Double.NaN;
    }
    return types[column].isExact()
        ? types[column].number(keys[column][row], low(column, row))
        : numbers[column][row];
  }

  /** How many of a column's numbers are of some sort; none in exact types. */
  long count(int column, DoublePredicate sort) {
    return IntStream.range(0, rows)
        .filter(row -> present[column][row] && sort.test(numbers[column][row]))
        .count();
  }

  /** Of all numbers of a column; the array is good until the block is cleared. */
  Deviations deviations(int column) {
    if (deviations[column] == null) {
      int size = isFull(column) ? rows : presentRows(column);
      deviations[column] =
          deviations(column, isFull(column) ? everyRow : someRows, size, rooms[column]);
    }
    return deviations[column];
  }

  /** Of a column's numbers in some rows, none of which is null. */
  Deviations deviations(int column, int[] some, int size, double[] room) {
    if (size == 0) {
      return new Deviations(0, CompensatedMean.NONE, room, 0);
    }
    if (!types[column].isExact()) {
      for (int i = 0; i < size; i++) {
        room[i] = numbers[column][some[i]];
      }
      return types[column].kind() == ColumnKind.INTEGER
          ? Deviations.of(room, size, CompensatedMean.ofWhole(room, size), room)
          : Deviations.of(room, size, room);
    }
    for (int i = 0; i < size; i++) {
      room[i] = gap(column, some[0], some[i]);
    }
    BigInteger sum = sum(column, some, size);
    BigInteger pivot = types[column].units(key(column, some[0]), low(column, some[0]));
    double ofGaps = sum.subtract(pivot.multiply(BigInteger.valueOf(size))).doubleValue();
    return Deviations.of(room, size, CompensatedMean.ofSum(ofGaps, size), room)
        .with(CompensatedMean.exact(sum, size));
  }

  /** How far a number of an exact type is above another of its column, in units. */
  private double gap(int column, int from, int to) {
    long[] key = keys[column];
    long[] low = lows[column];
    return low == null
        ? Key.gap(key[from], key[to])
        : Key.gap(key[from], low[from], key[to], low[to]);
  }

  /** The sum of numbers of an exact type in units, by halves of longs, which cannot overflow. */
  private BigInteger sum(int column, int[] some, int size) {
    BigInteger sum = sum(keys[column], some, size, true);
    return lows[column] == null
        ? sum
        : sum.shiftLeft(Long.SIZE).add(sum(lows[column], some, size, false));
  }

  private static BigInteger sum(long[] longs, int[] some, int size, boolean areSigned) {
    long upper = 0;
    long lower = 0;
    for (int i = 0; i < size; i++) {
      long number = longs[some[i]];
      upper += areSigned ? number >> Integer.SIZE : number >>> Integer.SIZE;
      lower += number & LOWER_HALF;
    }
    return BigInteger.valueOf(upper).shiftLeft(Integer.SIZE).add(BigInteger.valueOf(lower));
  }

  private int presentRows(int column) {
    int size = 0;
    for (int row = 0; row < rows; row++) {
      if (present[column][row]) {
        someRows[size++] = row;
      }
    }
    return size;
  }
}
