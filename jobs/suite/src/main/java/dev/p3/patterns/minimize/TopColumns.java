package dev.p3.patterns.minimize;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The options' columns, found in a table.
 *
 * @param groups the columns that make a group, each once
 * @param by the column to rank by
 * @param kept the columns that follow the rank
 * @param smallest whether the smallest value ranks first
 */
record TopColumns(
    List<StructField> groups, StructField by, List<StructField> kept, boolean smallest) {
  static final String RANK = "rank";

  private static final String TABLE = "table";
  private static final Set<String> WITHOUT_ORDER = Set.of("map", "variant", "calendarinterval");

  /**
   * Finds them.
   *
   * @throws BadUsageException naming every column that is not there or cannot serve
   */
  static TopColumns of(Dataset<Row> table, TopOptions options) {
    var faults = new Faults();
    Optional<StructField> by = find(options.by(), table, faults);
    List<StructField> groups = findAll(options.group(), table, faults);
    List<StructField> named = findAll(options.keep(), table, faults);
    by.filter(field -> !hasOrder(field.dataType()))
        .ifPresent(field -> faults.add(withoutOrder("rank by", field)));
    groups.stream()
        .filter(field -> !hasOrder(field.dataType()))
        .forEach(field -> faults.add(withoutOrder("group by", field)));
    List<StructField> kept = kept(table, by, groups, named, !options.keep().isEmpty());
    Stream.concat(groups.stream(), kept.stream())
        .filter(field -> field.name().equalsIgnoreCase(RANK))
        .forEach(field -> faults.add(clash(field, groups, by, !named.isEmpty())));
    faults.throwIfAny();
    return new TopColumns(groups, by.orElseThrow(), kept, options.smallest());
  }

  List<String> groupNames() {
    return groups.stream().map(StructField::name).toList();
  }

  Column[] groupColumns() {
    return columns(groups.stream());
  }

  /** The groups' and the kept columns. */
  Column[] needed() {
    return columns(Stream.concat(groups.stream(), kept.stream()));
  }

  /** The columns of the output: groups, rank, kept columns. */
  Column[] output(Column rank) {
    return Stream.of(
            Arrays.stream(groupColumns()),
            Stream.of(rank.as(RANK)),
            Arrays.stream(columns(kept.stream())))
        .flatMap(columns -> columns)
        .toArray(Column[]::new);
  }

  /** The order of the rows within a group: no two rows that differ are equal in it. */
  Column[] order() {
    Column value = Columns.named(by.name());
    var order = new ArrayList<Column>();
    order.add(smallest ? value.asc_nulls_last() : value.desc_nulls_last());
    kept.stream()
        .filter(field -> !field.equals(by))
        .forEach(field -> order.add(comparable(field).asc_nulls_last()));
    return order.toArray(Column[]::new);
  }

  private static List<StructField> kept(
      Dataset<Row> table,
      Optional<StructField> by,
      List<StructField> groups,
      List<StructField> named,
      boolean areNamed) {
    var kept = new LinkedHashSet<StructField>();
    if (!areNamed) {
      kept.addAll(Arrays.asList(table.schema().fields()));
    } else {
      by.filter(field -> !named.contains(field)).ifPresent(kept::add);
      kept.addAll(named);
    }
    groups.forEach(kept::remove);
    return List.copyOf(kept);
  }

  private static Column[] columns(Stream<StructField> fields) {
    return fields.map(field -> Columns.named(field.name())).toArray(Column[]::new);
  }

  private static Column comparable(StructField field) {
    Column column = Columns.named(field.name());
    return hasOrder(field.dataType())
        ? column
        : to_json(struct(column), Map.of("ignoreNullFields", "false"));
  }

  static boolean hasOrder(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(field -> hasOrder(field.dataType()));
    }
    return type instanceof ArrayType array
        ? hasOrder(array.elementType())
        : !WITHOUT_ORDER.contains(type.typeName());
  }

  private static Optional<StructField> find(String wanted, Dataset<Row> table, Faults faults) {
    return Columns.find(wanted, table, TABLE, faults).map(table.schema()::apply);
  }

  private static List<StructField> findAll(List<String> wanted, Dataset<Row> table, Faults faults) {
    return wanted.stream().flatMap(name -> find(name, table, faults).stream()).distinct().toList();
  }

  private static String withoutOrder(String what, StructField field) {
    return String.format(
        Locale.ROOT,
        "Cannot %s column '%s': its type %s has no order (must be a type that can be compared)",
        what,
        field.name(),
        field.dataType().sql());
  }

  private static String clash(
      StructField field, List<StructField> groups, Optional<StructField> by, boolean isNamed) {
    String remedy = "rename it in the input";
    if (!groups.contains(field) && !by.filter(field::equals).isPresent()) {
      remedy =
          isNamed
              ? "leave it out of --keep, or rename it in the input"
              : "name the columns to give with --keep, without it, or rename it in the input";
    }
    return String.format(
        Locale.ROOT,
        "Cannot add column '%s': the output holds column '%s' of input '%s' too; %s",
        RANK,
        field.name(),
        TABLE,
        remedy);
  }
}
