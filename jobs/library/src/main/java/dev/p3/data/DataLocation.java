package dev.p3.data;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.NearMatch;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Where data are or go, and in what format.
 *
 * @param text what the user wrote, with *** for passwords
 * @param statedFormat the format before the colon; empty when it follows from the file's name
 * @param source the name before the colon when it is that of a data source of Spark and no file
 *     format, for example {@code jdbc}; else empty
 * @param options options of the format's reader or writer, for example {@code header=false}
 * @param path a Hadoop path or glob, or what the source takes for one
 */
public record DataLocation(
    String text,
    Optional<DataFormat> statedFormat,
    Optional<String> source,
    Map<String, String> options,
    String path) {
  private static final Pattern OPTION =
      Pattern.compile(",([A-Za-z][\\w.]*)=((?:[^,:\\\\]|\\\\.)*)", Pattern.DOTALL);
  private static final Pattern STATED =
      Pattern.compile(
          String.format(
              Locale.ROOT, "(?<format>[a-z][a-z0-9]*)(?<options>(?:%s)*):(?<path>.*)", OPTION),
          Pattern.DOTALL);

  public DataLocation {
    text = Secrets.masked(text);
    options = Map.copyOf(options);
  }

  /**
   * Reads {@code [FORMAT[,OPTION=VALUE…]:]PATH}; a data source of Spark may stand for FORMAT. In an
   * option's value a comma, a colon or a backslash is written with a backslash before it.
   *
   * @throws BadUsageException when a word before a colon is neither a format nor the scheme of a
   *     file system, or when the path is empty
   */
  public static DataLocation parse(String text) {
    Matcher stated = STATED.matcher(text);
    if (!stated.matches()) {
      return new DataLocation(
          text, Optional.empty(), Optional.empty(), Map.of(), notEmpty(text, text));
    }
    String prefix = stated.group("format");
    String rest = stated.group("path");
    Optional<DataFormat> format = DataFormat.ofPrefix(prefix);
    if (format.isPresent()) {
      return new DataLocation(
          text, format, Optional.empty(), options(stated.group("options")), notEmpty(rest, text));
    }
    if (SparkSources.contain(prefix)) {
      return new DataLocation(
          text,
          Optional.empty(),
          Optional.of(prefix),
          options(stated.group("options")),
          notEmpty(rest, text));
    }
    String missing = SparkSources.missingPackage(prefix);
    if (missing != null) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot use '%s': %s is not installed; add it, such as --conf spark.jars.packages=%s, or its jars with --conf spark.jars=JAR,…",
              Secrets.masked(text),
              prefix,
              missing));
    }
    if (stated.group("options").isEmpty() && (rest.startsWith("/") || prefix.equals("file"))) {
      return new DataLocation(text, Optional.empty(), Optional.empty(), Map.of(), text);
    }
    throw new BadUsageException(
        String.format(
            Locale.ROOT,
            "Cannot use '%s': unknown format '%s' (must be one of %s; write ./ before a file's name with a colon in it).%s",
            Secrets.masked(text),
            prefix,
            String.join(", ", DataFormat.prefixes()),
            NearMatch.question(prefix, DataFormat.prefixes())));
  }

  /** The same place, under what the user wrote for it. */
  public DataLocation withText(String written) {
    return new DataLocation(written, statedFormat, source, options, path);
  }

  /**
   * What the user is to write to have an option too, or instead of its other value.
   *
   * @param format what stands before the path when the user wrote none
   * @param option as it is written, for example {@code header=false}
   */
  public String textWith(String format, String option) {
    Matcher stated = STATED.matcher(text);
    if (statedFormat.isEmpty() || !stated.matches()) {
      return String.format(Locale.ROOT, "%s,%s:%s", format, option, text);
    }
    String name = option.substring(0, option.indexOf('='));
    String others =
        OPTION
            .matcher(stated.group("options"))
            .replaceAll(
                each -> each.group(1).equals(name) ? "" : Matcher.quoteReplacement(each.group()));
    return String.format(
        Locale.ROOT, "%s%s,%s:%s", stated.group("format"), others, option, stated.group("path"));
  }

  /** The same place, read or written in another way. */
  public DataLocation withOptions(Map<String, String> others) {
    return new DataLocation(text, statedFormat, source, others, path);
  }

  /** The format stated, or the one that the extension of files tells; empty for other stores. */
  public Optional<DataFormat> format() {
    return source.isPresent()
        ? statedFormat
        : statedFormat.or(() -> DataFormat.ofFileName(new Path(path).getName()));
  }

  /** What the user wrote; other components may hold passwords. */
  @Override
  public String toString() {
    return text;
  }

  private static String notEmpty(String path, String text) {
    if (path.isBlank()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Cannot use '%s': it has no path (must be [FORMAT:]PATH)", text));
    }
    return path;
  }

  private static Map<String, String> options(String text) {
    var options = new LinkedHashMap<String, String>();
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      String name = option.group(1);
      if (options.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot use '%s': option '%s' is given more than once",
                Secrets.masked(text),
                name));
      }
      options.put(name, option.group(2).replaceAll("\\\\([,:\\\\])", "$1"));
    }
    return options;
  }
}
