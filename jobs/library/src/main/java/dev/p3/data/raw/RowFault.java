package dev.p3.data.raw;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a row is bad, as a code to group by. The list is closed: every reason in words belongs to
 * exactly one of them.
 */
public enum RowFault {
  CAST(
      "the text is no value of the column's type, is out of its range, or has more digits or characters than it holds"),
  NULL("null in a column that is NOT NULL"),
  CHECK("a condition of the schema is not fulfilled"),
  MISSING_COLUMNS("fewer values than columns, or a file whose header lacks a column"),
  TOO_MANY_COLUMNS("more values than columns"),
  UNQUOTED("a quote that is not closed, or text after a closing quote"),
  INVALID_UTF8("bytes that are not text in the input's encoding, UTF-8 or another"),
  NUL_BYTE("a NUL byte, which text never holds"),
  DUPLICATE(
      "a column that is there more than once, in a file's header, as keys of a JSON object, or in the names of folders, too"),
  MALFORMED_JSON("no JSON object"),
  ROW_TOO_LONG("more bytes than a row may have (64 MiB)"),
  NO_VALUE("a message of Kafka without a value (a tombstone)");

  private final String meaning;

  RowFault(String meaning) {
    this.meaning = meaning;
  }

  /** One phrase. */
  public String meaning() {
    return meaning;
  }

  /** All codes with their meanings, as one sentence. */
  public static String all() {
    return Arrays.stream(values())
        .map(fault -> String.format(Locale.ROOT, "%s (%s)", fault, fault.meaning))
        .collect(Collectors.joining(", "));
  }
}
