package dev.p3.data.raw;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How rows and values are told from text. A quote within quotes is doubled, whatever the escape.
 *
 * @param separator what stands between values; empty when a line is one value
 * @param quote the character around a value that may hold separators and line ends; 0 for none
 * @param escape what else may stand before a quote within quotes; 0 for nothing
 * @param comment the character that begins a line to pass over; 0 for none
 * @param skippedLines how many lines to pass over at the beginning of a file, whatever they hold
 * @param header what the first row after them is
 * @param nullValue an unquoted value that stands for null, besides the empty one; null for none
 * @param encoding the name of a charset; a byte order mark of UTF-8 or UTF-16 wins over it
 * @param keepsEmptyLines whether an empty line is a row
 * @param extraFields what to do with rows that have more fields than there are columns
 */
record CsvDialect(
    String separator,
    char quote,
    char escape,
    char comment,
    int skippedLines,
    Header header,
    String nullValue,
    String encoding,
    boolean keepsEmptyLines,
    ExtraFields extraFields)
    implements Serializable {

  /** What the first row of a file is. */
  enum Header {
    /** The columns' names. */
    TRUE,
    /** A row as every other. */
    FALSE,
    /** To be passed over; columns are known by their position. */
    IGNORE
  }

  /** What becomes of a row with more fields than there are columns. */
  enum ExtraFields {
    /** It is bad. */
    ERROR,
    /** It is bad unless they are all empty; they are left out. */
    IGNORE_EMPTY,
    /** They are left out, whatever they hold. */
    IGNORE
  }

  /** Of Spark's reader; here a value in quotes may always hold line ends, as RFC 4180 has it. */
  private static final String MULTI_LINE = "multiLine";

  private static final List<String> CSV_OPTIONS =
      List.of(
          "sep",
          "quote",
          "escape",
          "comment",
          "skipRows",
          "header",
          "nullValue",
          "encoding",
          "extraFields",
          MULTI_LINE);

  /** Whether a line is one value. */
  boolean isLines() {
    return separator.isEmpty();
  }

  Charset charset() {
    return Charset.forName(encoding);
  }

  /**
   * The dialect of CSV that options describe; RFC 4180 with a header where they say nothing.
   *
   * @throws BadUsageException naming every option that is unknown or makes no sense
   */
  static CsvDialect csv(Map<String, String> options, String uri) {
    var faults = new Faults();
    requireKnown(options, CSV_OPTIONS, uri, faults);
    var dialect =
        new CsvDialect(
            options.getOrDefault("sep", ",").replace("\\t", "\t"),
            character(options, "quote", '"', uri, faults),
            character(options, "escape", '\0', uri, faults),
            character(options, "comment", '\0', uri, faults),
            skippedLines(options, uri, faults),
            oneOf(Header.values(), options, "header", Header.TRUE, uri, faults),
            options.get("nullValue"),
            encoding(options, uri, faults),
            false,
            oneOf(ExtraFields.values(), options, "extraFields", ExtraFields.ERROR, uri, faults));
    if (dialect.separator.isEmpty() || dialect.separator.matches("(?s).*[\r\n].*")) {
      faults.add(
          "Cannot read '%s': sep='%s' (must be one or more characters, and no line end)",
          uri, dialect.separator);
    }
    String multiLine = options.getOrDefault(MULTI_LINE, "true");
    if (!multiLine.equalsIgnoreCase("true")) {
      faults.add(
          "Cannot read '%s': multiLine=%s (must be true: a value in quotes may always hold line ends; where quotes mean nothing write quote=)",
          uri, multiLine);
    }
    faults.throwIfAny();
    return dialect;
  }

  /** One value on each line, as text and JSON have it. */
  static CsvDialect lines(Map<String, String> options, String uri, boolean keepsEmptyLines) {
    var faults = new Faults();
    requireKnown(options, List.of("encoding"), uri, faults);
    String encoding = encoding(options, uri, faults);
    faults.throwIfAny();
    return new CsvDialect(
        "", '\0', '\0', '\0', 0, Header.FALSE, null, encoding, keepsEmptyLines, ExtraFields.ERROR);
  }

  private static void requireKnown(
      Map<String, String> options, List<String> known, String uri, Faults faults) {
    for (String name : options.keySet()) {
      if (!known.contains(name)) {
        faults.add(
            "Cannot read '%s': unknown option '%s' (must be one of %s).%s",
            uri, name, String.join(", ", known), NearMatch.question(name, known));
      }
    }
  }

  private static char character(
      Map<String, String> options, String name, char otherwise, String uri, Faults faults) {
    String value = options.getOrDefault(name, String.valueOf(otherwise));
    boolean fits = value.length() <= 1 && value.chars().allMatch(c -> c < 0x80);
    if (!fits || value.equals("\n") || value.equals("\r")) {
      faults.add(
          "Cannot read '%s': %s='%s' (must be one ASCII character, or empty for none)",
          uri, name, value);
      return otherwise;
    }
    return value.isEmpty() ? '\0' : value.charAt(0);
  }

  private static int skippedLines(Map<String, String> options, String uri, Faults faults) {
    String lines = options.getOrDefault("skipRows", "0");
    if (!lines.matches("\\d{1,9}")) {
      faults.add(
          "Cannot read '%s': skipRows='%s' (must be a whole number: how many lines stand before the header)",
          uri, lines);
      return 0;
    }
    return Integer.parseInt(lines);
  }

  private static <E extends Enum<E>> E oneOf(
      E[] all, Map<String, String> options, String name, E otherwise, String uri, Faults faults) {
    String word = options.get(name);
    if (word == null) {
      return otherwise;
    }
    List<String> words = Arrays.stream(all).map(CsvDialect::word).toList();
    int at = words.indexOf(word.toLowerCase(Locale.ROOT));
    if (at < 0) {
      faults.add(
          "Cannot read '%s': %s='%s' (must be one of %s).%s",
          uri, name, word, String.join(", ", words), NearMatch.question(word, words));
    }
    return at < 0 ? otherwise : all[at];
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String encoding(Map<String, String> options, String uri, Faults faults) {
    String name = options.getOrDefault("encoding", "UTF-8");
    try {
      return Charset.forName(name).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      faults.add(
          "Cannot read '%s': encoding='%s' (must be a charset that this Java knows, such as UTF-8, ISO-8859-1 or UTF-16)",
          uri, name);
      return "UTF-8";
    }
  }
}
