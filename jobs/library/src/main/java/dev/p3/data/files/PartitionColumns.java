package dev.p3.data.files;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns whose values are in the names of folders, for example {@code year=2020}.
 *
 * @param values of each column, as they stand in the names; columns are equal whatever their case
 */
record PartitionColumns(Map<String, Set<String>> values) {

  /**
   * Those of files.
   *
   * @param roots folders that end the search; their own names say nothing
   */
  static PartitionColumns of(List<FileStatus> files, List<Path> roots) {
    var values = new TreeMap<String, Set<String>>(String.CASE_INSENSITIVE_ORDER);
    for (FileStatus file : files) {
      for (Path folder = file.getPath().getParent();
          folder != null && !roots.contains(folder);
          folder = folder.getParent()) {
        String name = folder.getName();
        int equals = name.indexOf('=');
        if (equals > 0) {
          values
              .computeIfAbsent(
                  ExternalCatalogUtils.unescapePathName(name.substring(0, equals)),
                  any -> new TreeSet<>())
              .add(ExternalCatalogUtils.unescapePathName(name.substring(equals + 1)));
        }
      }
    }
    return new PartitionColumns(values);
  }

  boolean contains(String column) {
    return values.containsKey(column);
  }

  /**
   * The schema with these columns as text: all of them, or those of which a DOUBLE would lose a
   * digit.
   */
  StructType kept(StructType schema, boolean asText) {
    return new StructType(
        Arrays.stream(schema.fields())
            .map(
                field ->
                    contains(field.name()) && (asText || losesDigits(field))
                        ? new StructField(
                            field.name(), DataTypes.StringType, true, field.metadata())
                        : field)
            .toArray(StructField[]::new));
  }

  private boolean losesDigits(StructField field) {
    var shape = new NumberShape();
    DataType type = field.dataType();
    if (type.equals(DataTypes.DoubleType)) {
      values.get(field.name()).stream()
          .filter(value -> !value.equals(ExternalCatalogUtils.DEFAULT_PARTITION_NAME()))
          .forEach(shape::addNumber);
    }
    return shape.losesDigits();
  }
}
