package dev.p3.udfs;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * p3's SQL functions as columns, for Java and Scala: in a session that has them, by {@code
 * spark.sql.extensions} or {@link P3Functions#register}. DESCRIBE FUNCTION EXTENDED says what each
 * gives.
 */
@SuppressWarnings("TypeName") // named as Spark's own, so that both read the same
public final class functions {
  private functions() {}

  /** Kilometres between two points in degrees. */
  public static Column haversineKm(Column lat1, Column lon1, Column lat2, Column lon2) {
    return call_function("haversine_km", lat1, lon1, lat2, lon2);
  }

  /** Degrees from north over east. */
  public static Column bearingDeg(Column lat1, Column lon1, Column lat2, Column lon2) {
    return call_function("bearing_deg", lat1, lon1, lat2, lon2);
  }

  /** A struct of {@code lat} and {@code lon}. */
  public static Column destinationPoint(Column lat, Column lon, Column bearing, Column kilometres) {
    return call_function("destination_point", lat, lon, bearing, kilometres);
  }

  /** The text in full case folding. */
  public static Column foldCase(Column text) {
    return call_function("fold_case", text);
  }

  /**
   * The text in a normal form.
   *
   * @param form {@code nfc}, {@code nfd}, {@code nfkc} or {@code nfkd}
   */
  public static Column normalizeText(Column text, String form) {
    return call_function("normalize_text", text, lit(form));
  }

  /** An array of the text's words. */
  public static Column tokens(Column text) {
    return call_function("tokens", text);
  }

  /**
   * An array of the text's tokens.
   *
   * @param kind {@code words} or {@code whitespace}
   */
  public static Column tokens(Column text, String kind) {
    return call_function("tokens", text, lit(kind));
  }

  /** A map from each word to how often it occurs. */
  public static Column wordCount(Column text) {
    return call_function("word_count", text);
  }

  /** An array of the k largest values of a group. */
  public static Column topK(Column value, int k) {
    return call_function("top_k", value, lit(k));
  }

  /** An array of the k smallest values of a group. */
  public static Column bottomK(Column value, int k) {
    return call_function("bottom_k", value, lit(k));
  }

  /** An array of the values with the k largest orders of a group. */
  public static Column topKBy(Column value, Column order, int k) {
    return call_function("top_k_by", value, order, lit(k));
  }

  /** An array of the values with the k smallest orders of a group. */
  public static Column bottomKBy(Column value, Column order, int k) {
    return call_function("bottom_k_by", value, order, lit(k));
  }

  /** An array of quantiles, one for each share from 0 to 1. */
  public static Column approxQuantiles(Column number, double... shares) {
    return call_function("approx_quantiles", number, lit(shares));
  }

  /** A digest of the rows of a group, whatever their order. */
  public static Column recordDigest(Column... values) {
    return call_function("record_digest", values);
  }

  /** Pearson's correlation. */
  public static Column pearson(Column left, Column right) {
    return call_function("pearson", left, right);
  }

  /** Spearman's correlation. */
  public static Column spearman(Column left, Column right) {
    return call_function("spearman", left, right);
  }

  /** Least squares of an outcome on an intercept and terms: a struct. */
  public static Column linreg(Column outcome, Column... terms) {
    return call_function(
        "linreg", Stream.concat(Stream.of(outcome), Stream.of(terms)).toArray(Column[]::new));
  }

  /**
   * Null when a text is a value of a type, else its fault.
   *
   * @param rule {@code NOT NULL}, {@code CHECK (…)}, or a condition on {@code value}; may be empty
   */
  public static Column checkText(Column text, String type, String rule) {
    return call_function("check_text", text, lit(type), lit(rule));
  }
}
