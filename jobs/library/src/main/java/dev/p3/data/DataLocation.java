package dev.p3.data;

import dev.p3.job.BadUsageException;
import dev.p3.job.NearMatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Where data are or go, and in what format.
 *
 * @param text what the user wrote
 * @param statedFormat the format before the colon; empty when it follows from the file's name
 * @param options options of the format's reader or writer, such as {@code header=false}
 * @param path a Hadoop path or glob
 */
public record DataLocation(
    String text, Optional<DataFormat> statedFormat, Map<String, String> options, String path) {
  private static final Pattern OPTION =
      Pattern.compile(",([A-Za-z][\\w.]*)=((?:[^,:\\\\]|\\\\.)*)", Pattern.DOTALL);
  private static final Pattern STATED =
      Pattern.compile(
          "(?<format>[a-z]+)(?<options>(?:%s)*):(?<path>.*)".formatted(OPTION), Pattern.DOTALL);

  public DataLocation {
    options = Map.copyOf(options);
  }

  /**
   * Reads {@code [FORMAT[,OPTION=VALUE…]:]PATH}. In an option's value a comma, a colon or a
   * backslash is written with a backslash before it.
   *
   * @throws BadUsageException when a word before a colon is neither a format nor the scheme of a
   *     file system, or when the path is empty
   */
  public static DataLocation parse(String text) {
    Matcher stated = STATED.matcher(text);
    if (!stated.matches()) {
      return new DataLocation(text, Optional.empty(), Map.of(), notEmpty(text, text));
    }
    String prefix = stated.group("format");
    String rest = stated.group("path");
    Optional<DataFormat> format = DataFormat.ofPrefix(prefix);
    if (format.isPresent()) {
      return new DataLocation(text, format, options(stated.group("options")), notEmpty(rest, text));
    }
    if (stated.group("options").isEmpty() && (rest.startsWith("/") || prefix.equals("file"))) {
      return new DataLocation(text, Optional.empty(), Map.of(), text);
    }
    throw new BadUsageException(
        "Cannot use '%s': unknown format '%s' (must be one of %s).%s"
            .formatted(
                text,
                prefix,
                String.join(", ", DataFormat.prefixes()),
                NearMatch.question(prefix, DataFormat.prefixes())));
  }

  /** The same place, under what the user wrote for it. */
  public DataLocation withText(String written) {
    return new DataLocation(written, statedFormat, options, path);
  }

  /** The format stated, or the one that the path's own extension tells. */
  public Optional<DataFormat> format() {
    return statedFormat.or(() -> DataFormat.ofFileName(new Path(path).getName()));
  }

  private static String notEmpty(String path, String text) {
    if (path.isBlank()) {
      throw new BadUsageException(
          "Cannot use '%s': it has no path (must be [FORMAT:]PATH)".formatted(text));
    }
    return path;
  }

  private static Map<String, String> options(String text) {
    var options = new LinkedHashMap<String, String>();
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      options.put(option.group(1), option.group(2).replaceAll("\\\\([,:\\\\])", "$1"));
    }
    return options;
  }
}
