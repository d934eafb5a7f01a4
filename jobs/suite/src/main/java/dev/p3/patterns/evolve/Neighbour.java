package dev.p3.patterns.evolve;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A place near a point. The order is that of the ranks: nearest first, and of places at the same
 * distance the first in the order of {@link Places}.
 *
 * @param kilometres how far away
 * @param place its number
 */
record Neighbour(double kilometres, int place) implements Comparable<Neighbour> {
  /** The names of the fields in {@link #LIST}. */
  static final String KILOMETRES = "kilometres";

  static final String PLACE = "place";

  /** What every rung adds to a point: its neighbours, nearest first. */
  static final ArrayType LIST =
      DataTypes.createArrayType(
          DataTypes.createStructType(
              new StructField[] {
                DataTypes.createStructField(KILOMETRES, DataTypes.DoubleType, false),
                DataTypes.createStructField(PLACE, DataTypes.IntegerType, false)
              }),
          false);

  @Override
  public int compareTo(Neighbour other) {
    int byDistance = Double.compare(kilometres, other.kilometres);
    return byDistance != 0 ? byDistance : Integer.compare(place, other.place);
  }

  /** The neighbours in the form of {@link #LIST}. */
  static Row[] rows(List<Neighbour> neighbours) {
    var rows = new Row[neighbours.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RowFactory.create(neighbours.get(i).kilometres, neighbours.get(i).place);
    }
    return rows;
  }
}
