package dev.p3.data.raw;

import dev.p3.fault.NearMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;

/**
 * The keys of the JSON objects that were read. A union of sets stays right however often a row is
 * read, by a second pass or a task that is tried again.
 *
 * <p>Memory: at most {@value #MOST_NAMES} names of keys that no column has.
 */
final class JsonKeys extends AccumulatorV2<String, Set<String>> {
  private static final long serialVersionUID = 1L;

  private static final int MOST_NAMES = 1000;
  private static final int MOST_SHOWN = 20;

  /** The columns that a key was taken for. */
  private final TreeSet<String> found = new TreeSet<>();

  /** The other keys. */
  private final TreeSet<String> others = new TreeSet<>();

  /** A new one, which Spark knows. */
  static JsonKeys of(SparkSession spark) {
    var keys = new JsonKeys();
    spark.sparkContext().register(keys);
    return keys;
  }

  /** Notes that a row has a key for a column. */
  void addFound(String column) {
    found.add(column);
  }

  /** Notes a key that no column has. */
  @Override
  public void add(String key) {
    if (others.size() < MOST_NAMES) {
      others.add(key);
    }
  }

  /**
   * A sentence for each column for which no object had a key; none when there was no object with a
   * key.
   */
  List<String> unseen(List<String> columns, String uri) {
    var sentences = new ArrayList<String>();
    if (isZero()) {
      return sentences;
    }
    var keys = new TreeSet<>(others);
    keys.addAll(found);
    String shown = String.join(", ", keys.stream().limit(MOST_SHOWN).toList());
    for (String column : columns) {
      if (!found.contains(column)) {
        sentences.add(
            String.format(
                Locale.ROOT,
                "no JSON object of '%s' has a key '%s', so this column is null in every row (the keys are %s%s).%s",
                uri,
                column,
                shown,
                keys.size() > MOST_SHOWN ? ", …" : "",
                NearMatch.question(column, others)));
      }
    }
    return sentences;
  }

  @Override
  public void merge(AccumulatorV2<String, Set<String>> other) {
    found.addAll(((JsonKeys) other).found);
    other.value().forEach(this::add);
  }

  @Override
  public boolean isZero() {
    return found.isEmpty() && others.isEmpty();
  }

  @Override
  public JsonKeys copy() {
    var copy = new JsonKeys();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    found.clear();
    others.clear();
  }

  @Override
  public Set<String> value() {
    return others;
  }
}
