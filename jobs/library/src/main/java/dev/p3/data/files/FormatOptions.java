package dev.p3.data.files;

import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import dev.p3.table.ScalaCollections;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.csv.CSVOptions$;
import org.apache.spark.sql.catalyst.json.JSONOptions$;
import org.apache.spark.sql.execution.datasources.orc.OrcOptions$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions$;
import org.apache.spark.sql.execution.datasources.text.TextOptions$;

/**
 * The options of file formats: Spark passes over those that it does not know, and over some values
 * too. A name with a dot in it is a setting of Hadoop or of the format's own library.
 */
public final class FormatOptions {
  /** Of every file format that Spark reads. */
  private static final Set<String> READING =
      Set.of(
          "basePath",
          "ignoreCorruptFiles",
          "ignoreMissingFiles",
          "modifiedAfter",
          "modifiedBefore",
          "pathGlobFilter",
          "recursiveFileLookup");

  /** Of every file format that Spark writes. */
  private static final Set<String> WRITING = Set.of("maxRecordsPerFile", "partitionOverwriteMode");

  private static final Set<String> BOOLEANS =
      lowerCase(
          "allowBackslashEscapingAnyCharacter allowComments allowNonNumericNumbers"
              + " allowNumericLeadingZeros allowSingleQuotes allowUnquotedControlChars"
              + " allowUnquotedFieldNames binary columnPruning dropFieldIfAllNull"
              + " enableDateTimeParsingFallback enforceSchema escapeQuotes header"
              + " ignoreCorruptFiles ignoreLeadingWhiteSpace ignoreMissingFiles ignoreNullFields"
              + " ignoreTrailingWhiteSpace inferSchema inferTimestamp mergeSchema multiLine"
              + " preferDate prefersDecimal pretty primitivesAsString quoteAll"
              + " recursiveFileLookup wholetext writeNonAsciiCharacterAsCodePoint");

  private static final Set<String> WHOLE_NUMBERS =
      lowerCase("inputBufferSize maxCharsPerColumn maxColumns maxRecordsPerFile");

  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "mode",
          List.of("FAILFAST", "PERMISSIVE", "DROPMALFORMED"),
          "unescapedquotehandling",
          List.of(
              "STOP_AT_CLOSING_QUOTE",
              "BACK_TO_DELIMITER",
              "STOP_AT_DELIMITER",
              "SKIP_VALUE",
              "RAISE_ERROR"));

  private FormatOptions() {}

  /**
   * Checks the options of what Spark is to read.
   *
   * @throws BadUsageException naming every option that is unknown or whose value makes no sense
   */
  public static void requireReadable(StoredInput input) {
    DataLocation location = input.location();
    if (!location.options().isEmpty()) {
      require("read", location, location.format().orElseThrow(), READING);
    }
  }

  /** As {@link #requireReadable}, for what Spark is to write. */
  static void requireWritable(DataLocation location, DataFormat format) {
    require("write", location, format, WRITING);
  }

  private static void require(
      String verb, DataLocation location, DataFormat format, Set<String> ofAllFormats) {
    var known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(ofAllFormats);
    known.addAll(known(format));
    var faults = new Faults();
    location
        .options()
        .forEach(
            (name, value) -> {
              String rule = known.contains(name) ? rule(name, value) : null;
              if (rule != null) {
                faults.add(
                    "Cannot %s '%s': %s='%s' (must be %s)",
                    verb, location.text(), name, value, rule);
              } else if (!known.contains(name) && !name.contains(".")) {
                faults.add(unknown(verb, location, format, name, known));
              }
            });
    faults.throwIfAny();
  }

  private static String unknown(
      String verb, DataLocation location, DataFormat format, String name, Set<String> known) {
    String near = NearMatch.question(name, known);
    return String.format(
        Locale.ROOT,
        "Cannot %s '%s': unknown option '%s' of %s.%s",
        verb,
        location.text(),
        name,
        format.prefix(),
        near.isEmpty() ? " It must be one of " + String.join(", ", known) : near);
  }

  /** What a value must be; null when it is. */
  private static String rule(String name, String value) {
    String option = name.toLowerCase(Locale.ROOT);
    if (BOOLEANS.contains(option)) {
      return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
          ? null
          : "true or false";
    }
    if (WHOLE_NUMBERS.contains(option)) {
      return value.matches("-?\\d{1,9}") ? null : "a whole number";
    }
    if (option.equals("samplingratio")) {
      return value.matches("0?\\.\\d*[1-9]\\d*|1(\\.0*)?") ? null : "more than 0 and at most 1";
    }
    if (option.equals("encoding") || option.equals("charset")) {
      return isCharset(value)
          ? null
          : "a charset that this Java knows, such as UTF-8, ISO-8859-1 or UTF-16";
    }
    List<String> choices = CHOICES.getOrDefault(option, List.of());
    return choices.isEmpty() || choices.stream().anyMatch(value::equalsIgnoreCase)
        ? null
        : "one of " + String.join(", ", choices);
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return false;
    }
  }

  private static Collection<String> known(DataFormat format) {
    return switch (format) {
      case CSV -> ScalaCollections.asJava(CSVOptions$.MODULE$.getAllOptions());
      case JSON -> ScalaCollections.asJava(JSONOptions$.MODULE$.getAllOptions());
      case PARQUET ->
          with(ScalaCollections.asJava(ParquetOptions$.MODULE$.getAllOptions()), "inferSchema");
      case ORC -> with(ScalaCollections.asJava(OrcOptions$.MODULE$.getAllOptions()), "inferSchema");
      case TEXT -> with(ScalaCollections.asJava(TextOptions$.MODULE$.getAllOptions()), "binary");
    };
  }

  private static Collection<String> with(Collection<String> options, String another) {
    return Stream.concat(options.stream(), Stream.of(another)).toList();
  }

  private static Set<String> lowerCase(String names) {
    return Set.of(names.toLowerCase(Locale.ROOT).split(" "));
  }
}
