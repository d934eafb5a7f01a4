package dev.p3.udfs;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Arguments that have to be constants, because they shape the function. */
final class Constants {
  private static final TypeCheckResult FITS = TypeCheckResult.TypeCheckSuccess$.MODULE$;

  private Constants() {}

  /** Whether an argument is a constant and one of some words, in any case; null passes. */
  static TypeCheckResult checkWord(Expression argument, List<String> words) {
    if (!argument.foldable()) {
      return notConstant(argument, "one of '" + String.join("', '", words) + "'");
    }
    Object word = value(argument);
    return word == null || words.contains(word.toString().toLowerCase(Locale.ROOT))
        ? FITS
        : failure(
            String.format(
                Locale.ROOT,
                "'%s' is not understood (must be one of '%s')",
                word,
                String.join("', '", words)));
  }

  /** Whether an argument is a constant whole number of at least 1. */
  static TypeCheckResult checkPositive(Expression argument) {
    if (!argument.foldable()) {
      return notConstant(argument, "a whole number");
    }
    Object number = value(argument);
    return number instanceof Integer k && k >= 1
        ? FITS
        : failure(
            String.format(
                Locale.ROOT, "%s is out of range (must be from 1 to 2147483647)", number));
  }

  static Object value(Expression argument) {
    return argument.eval(InternalRow.empty());
  }

  static TypeCheckResult failure(String message) {
    return new TypeCheckResult.TypeCheckFailure(message);
  }

  static TypeCheckResult notConstant(Expression argument, String wanted) {
    return failure(
        String.format(Locale.ROOT, "%s is no constant (must be %s)", argument.sql(), wanted));
  }
}
