package dev.p3.patterns.scope;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.scope.EnrichResult.KeyCount;
import dev.p3.patterns.scope.EnrichResult.UnmatchedKeys;
import dev.p3.patterns.scope.Matching.LookupKey;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * Looks facts up in a table.
 *
 * <p>The steps are apart so that the three variants share all but the look-up itself: {@link
 * #tables} reads the lookup, one of {@link #throughScope}, {@link #captured} and {@link #joined}
 * adds the rows found, {@link #output} makes the columns of them.
 */
public final class Enrich {
  /** Temporary columns of keys, each with its number. */
  private static final String KEY = "__p3_key_";

  private static final int REPORTED_KEYS = 10;

  private Enrich() {}

  /**
   * The pattern as one call, for a notebook: facts in, facts with the lookup's columns out.
   *
   * <p>Cost: collects the lookup to the driver at once; the rest is lazy. With {@code unmatched}
   * set to {@code fail}, one pass over the key columns at once.
   *
   * @param scopes where the lookup's scope opens; close them after the last action
   * @throws dev.p3.fault.BadUsageException when columns of the options do not fit
   * @throws JobFailedException when a key occurs twice, or a fact has no match and that is to fail
   */
  public static Dataset<Row> enrich(
      Dataset<Row> facts, Dataset<Row> lookup, EnrichOptions options, Scopes scopes) {
    Matching matching = Matching.of(facts, lookup, options.on());
    LookupTables tables = tables(matching, options.duplicates());
    Dataset<Row> found = throughScope(matching, tables, scopes);
    return output(found, matching, tables, options.unmatched());
  }

  /**
   * The lookup by each key.
   *
   * <p>Cost: collects the lookup to the driver, once.
   *
   * @throws JobFailedException naming the key when one occurs twice and duplicates fail
   */
  static LookupTables tables(Matching matching, EnrichOptions.Duplicates duplicates) {
    List<LookupKey> keys = matching.lookupKeys();
    Dataset<Row> keyed = matching.lookup();
    for (int i = 0; i < keys.size(); i++) {
      keyed = keyed.withColumn(KEY + i, keys.get(i).values());
    }
    List<Row> rows = keyed.collectAsList();
    var byKey = new ArrayList<Map<Object, Object[]>>();
    for (int i = 0; i < keys.size(); i++) {
      byKey.add(table(rows, matching.lookup().columns().length, i, keys.get(i), duplicates));
    }
    return new LookupTables(byKey);
  }

  /** The pattern: the scope's tables come to the function as its first argument. */
  static Dataset<Row> throughScope(Matching matching, LookupTables lookup, Scopes scopes) {
    Scope<LookupTables> scope = scopes.open(lookup.inSparksForm(matching));
    Dataset<Row> found = matching.facts();
    for (Matching.Key key : matching.keys()) {
      int table = matching.table(key);
      UDF1<Object, Object[]> search =
          scope.function(
              (LookupTables tables, Object value) ->
                  LookupTables.find(tables.byKey().get(table), value));
      found = NativeLookup.with(found, key.found(), key.values(), search, matching.foundType());
    }
    return found;
  }

  /** The twin that people write first: the function captures the map. */
  static Dataset<Row> captured(Matching matching, LookupTables tables) {
    Dataset<Row> found = matching.facts();
    for (Matching.Key key : matching.keys()) {
      Map<Object, Object[]> table = tables.byKey().get(matching.table(key));
      var lookUp =
          functions
              .udf(
                  (UDF1<Object, Row>) value -> row(LookupTables.find(table, value)),
                  matching.foundType())
              .asNondeterministic();
      found = found.withColumn(key.found(), lookUp.apply(key.values()));
    }
    return found;
  }

  /** The twin by Spark's broadcast join. */
  static Dataset<Row> joined(Matching matching, LookupTables tables) {
    Dataset<Row> found = matching.facts();
    for (int i = 0; i < matching.keys().size(); i++) {
      Matching.Key key = matching.keys().get(i);
      List<Row> rows =
          tables.byKey().get(matching.table(key)).values().stream()
              .map(RowFactory::create)
              .toList();
      Dataset<Row> lookup = found.sparkSession().createDataFrame(rows, matching.foundType());
      Column[] columns = Arrays.stream(lookup.columns()).map(Columns::named).toArray(Column[]::new);
      Dataset<Row> right =
          lookup.select(key.by().values().as(KEY + i), struct(columns).as(key.found()));
      found =
          found.join(broadcast(right), key.values().equalTo(col(KEY + i)), "left").drop(KEY + i);
    }
    return found;
  }

  /**
   * The facts with the lookup's columns; counts on the way how many have no match.
   *
   * @param tables what was looked up in, as {@link #tables} gave it
   * @throws JobFailedException when a fact has no match and that is to fail
   */
  static Dataset<Row> output(
      Dataset<Row> found,
      Matching matching,
      LookupTables tables,
      EnrichOptions.Unmatched unmatched) {
    if (unmatched == EnrichOptions.Unmatched.FAIL) {
      failIfUnmatched(found, matching);
    }
    List<Matching.Key> keys = matching.keys();
    Column[] columns = outputColumns(matching);
    List<String> neverNull =
        keys.stream().flatMap(key -> tables.neverNull(key, matching).stream()).toList();
    // Spark writes each row where it counts. Where the output itself tells which facts have no
    // match, these are the rows of the output, and rows of temporary columns are not written.
    boolean isToldByOutput = neverNull.size() == keys.size();
    List<Column> matches =
        isToldByOutput
            ? neverNull.stream().map(Columns::named).toList()
            : keys.stream().map(key -> Columns.named(key.found())).toList();
    Column[] counts = new Column[keys.size()];
    Arrays.setAll(counts, i -> unmatchedCount(matches.get(i), keys.get(i)));
    Dataset<Row> observed =
        (isToldByOutput ? found.select(columns) : found)
            .observe("enrich", counts[0], Arrays.copyOfRange(counts, 1, counts.length));
    if (unmatched == EnrichOptions.Unmatched.DROP) {
      for (Column match : matches) {
        observed = observed.where(match.isNotNull());
      }
    }
    return isToldByOutput ? observed : observed.select(columns);
  }

  private static Column[] outputColumns(Matching matching) {
    var columns = new ArrayList<Column>();
    for (String fact : matching.facts().columns()) {
      columns.add(Columns.named(fact));
    }
    for (Matching.Key key : matching.keys()) {
      for (StructField field : matching.addedBy(key)) {
        columns.add(Columns.named(key.found()).getField(field.name()).as(key.added(field.name())));
      }
    }
    return columns.toArray(Column[]::new);
  }

  /** The keys of facts without a match, most frequent first. */
  static UnmatchedKeys unmatchedKeys(Dataset<Row> found, Matching.Key key, long rows) {
    List<KeyCount> mostFrequent =
        found
            .where(Columns.named(key.found()).isNull())
            .groupBy(Columns.named(key.fact()).cast("string").as("key"))
            .count()
            .orderBy(col("count").desc(), col("key").asc_nulls_last())
            .limit(REPORTED_KEYS)
            .collectAsList()
            .stream()
            .map(row -> new KeyCount(row.getString(0), row.getLong(1)))
            .toList();
    return new UnmatchedKeys(key.fact(), rows, mostFrequent);
  }

  /** The name under which the number of facts without a match is observed. */
  static String unmatchedName(Matching.Key key) {
    return "unmatched_" + key.fact();
  }

  private static void failIfUnmatched(Dataset<Row> found, Matching matching) {
    Column[] counts =
        matching.keys().stream()
            .map(key -> unmatchedCount(Columns.named(key.found()), key))
            .toArray(Column[]::new);
    Row rows = found.agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length)).first();
    var sentences = new ArrayList<String>();
    for (int i = 0; i < counts.length; i++) {
      if (!rows.isNullAt(i) && rows.getLong(i) > 0) {
        sentences.add(unmatchedKeys(found, matching.keys().get(i), rows.getLong(i)).sentence());
      }
    }
    if (!sentences.isEmpty()) {
      throw new JobFailedException(
          "Cannot enrich: "
              + String.join("; ", sentences)
              + ". Nothing was written; pass --unmatched keep or drop to go on without them");
    }
  }

  private static Column unmatchedCount(Column match, Matching.Key key) {
    return sum(when(match.isNull(), 1L).otherwise(0L)).as(unmatchedName(key));
  }

  /** Null where there is no match: a struct that is null, so null in every column taken of it. */
  private static Row row(Object[] found) {
    return found == null ? null : RowFactory.create(found);
  }

  private static Map<Object, Object[]> table(
      List<Row> rows,
      int columns,
      int keyIndex,
      LookupKey key,
      EnrichOptions.Duplicates duplicates) {
    var table = new HashMap<Object, Object[]>();
    var repeated = new TreeSet<String>();
    for (Row row : rows) {
      Object value = row.get(columns + keyIndex);
      if (value == null) {
        continue; // as in SQL, null matches nothing
      }
      Object[] found = new Object[columns + 1];
      found[0] = true;
      for (int i = 0; i < columns; i++) {
        found[i + 1] = row.get(i);
      }
      if (table.putIfAbsent(LookupTables.comparable(value), found) != null) {
        repeated.add(value.toString());
      }
    }
    if (duplicates == EnrichOptions.Duplicates.FAIL && !repeated.isEmpty()) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot look up by %s: %s in the lookup (%s%s); pass --duplicates first to take the first row of each",
              key.column(),
              repeated.size() == 1
                  ? "one key occurs more than once"
                  : String.format(Locale.ROOT, "%,d keys occur more than once", repeated.size()),
              repeated.stream().limit(10).collect(Collectors.joining(", ")),
              repeated.size() > 10 ? ", …" : ""));
    }
    return table;
  }
}
