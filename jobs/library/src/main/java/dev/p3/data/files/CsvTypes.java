package dev.p3.data.files;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.collection.immutable.Map$;

/**
 * Finds the types of columns of text: those that Spark's own inference finds, but DECIMAL or STRING
 * where a DOUBLE or a moment would lose a digit.
 */
final class CsvTypes implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;

  private static final StructType SEEN =
      new StructType()
          .add("column", DataTypes.IntegerType)
          .add("type", DataTypes.StringType)
          .add("whole", DataTypes.IntegerType)
          .add("fraction", DataTypes.IntegerType)
          .add("losesDigits", DataTypes.BooleanType)
          .add("isDecimal", DataTypes.BooleanType)
          .add("hasNanoseconds", DataTypes.BooleanType);

  private final CSVInferSchema spark;
  private final int columns;

  private CsvTypes(CSVInferSchema spark, int columns) {
    this.spark = spark;
    this.columns = columns;
  }

  /**
   * A column that Spark would have read as another type.
   *
   * @param found the type that would lose digits
   */
  record Kept(String column, DataType found, DataType exact) {}

  /**
   * The columns with their types.
   *
   * @param texts all of STRING
   * @param options of Spark's reader
   * @param kept takes the columns whose types are not those that Spark finds
   */
  static StructType of(Dataset<Row> texts, Map<String, String> options, List<Kept> kept) {
    int columns = texts.columns().length;
    String zone = texts.sparkSession().conf().get("spark.sql.session.timeZone");
    var spark = new CSVInferSchema(new CSVOptions(immutable(options), false, zone));
    DataType[] types = unknown(columns);
    NumberShape[] shapes = shapes(columns);
    List<Row> parts =
        texts.mapPartitions(new CsvTypes(spark, columns), Encoders.row(SEEN)).collectAsList();
    for (Row part : parts) {
      int column = part.getInt(0);
      DataType[] one = {types[column]};
      DataType[] other = {DataType.fromJson(part.getString(1))};
      types[column] = spark.mergeRowTypes(one, other)[0];
      shapes[column].add(
          new NumberShape(
              part.getInt(2),
              part.getInt(3),
              part.getBoolean(4),
              part.getBoolean(5),
              part.getBoolean(6)));
    }
    var schema = new StructType();
    for (int i = 0; i < columns; i++) {
      String name = texts.columns()[i];
      DataType found = types[i] instanceof NullType ? DataTypes.StringType : types[i];
      DataType exact = shapes[i].exact(found);
      if (!exact.equals(found)) {
        kept.add(new Kept(name, found, exact));
      }
      schema = schema.add(new StructField(name, exact, true, texts.schema().apply(i).metadata()));
    }
    return schema;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    DataType[] types = unknown(columns);
    NumberShape[] shapes = shapes(columns);
    var texts = new String[columns];
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int i = 0; i < columns; i++) {
        texts[i] = row.getString(i);
      }
      types = spark.inferRowType(types, texts);
      for (int i = 0; i < columns; i++) {
        if (texts[i] != null) {
          add(texts[i], types[i], shapes[i]);
        }
      }
    }
    var seen = new ArrayList<Row>();
    for (int i = 0; i < columns; i++) {
      NumberShape shape = shapes[i];
      seen.add(
          RowFactory.create(
              i,
              types[i].json(),
              shape.whole(),
              shape.fraction(),
              shape.losesDigits(),
              shape.isDecimal(),
              shape.hasNanoseconds()));
    }
    return seen.iterator();
  }

  private static void add(String text, DataType type, NumberShape shape) {
    if (type instanceof NumericType && !text.isEmpty()) {
      shape.addNumber(text);
    } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      shape.addMoment(text);
    }
  }

  private static DataType[] unknown(int columns) {
    var types = new DataType[columns];
    Arrays.fill(types, DataTypes.NullType);
    return types;
  }

  private static NumberShape[] shapes(int columns) {
    var shapes = new NumberShape[columns];
    Arrays.setAll(shapes, i -> new NumberShape());
    return shapes;
  }

  @SuppressWarnings("unchecked") // Scala's updated() is raw to Java
  private static scala.collection.immutable.Map<String, String> immutable(
      Map<String, String> options) {
    scala.collection.immutable.Map<String, String> all = Map$.MODULE$.empty();
    for (Map.Entry<String, String> option : options.entrySet()) {
      all = all.updated(option.getKey(), option.getValue());
    }
    return all;
  }
}
