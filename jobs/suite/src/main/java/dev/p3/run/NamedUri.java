package dev.p3.run;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.NearMatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --in} and {@code --out} take.
 *
 * @param name of an input or output of the job
 * @param uri where it is
 */
record NamedUri(String name, String uri) {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z][\\w-]*)=(.*)", Pattern.DOTALL);

  /**
   * Reads {@code [NAME=]URI}.
   *
   * @param names the names there are
   * @param unnamed what a URI without a name is for; empty when it needs one
   * @throws BadUsageException when the name is missing or none of these
   */
  static NamedUri parse(String flag, String words, List<String> names, Optional<String> unnamed) {
    Matcher matcher = NAMED.matcher(words);
    if (matcher.matches()) {
      String name = matcher.group(1);
      if (!names.contains(name)) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Invalid %s: '%s' names no %s of this job (must be one of %s; write a file's name with a = in it as ./%s).%s",
                flag,
                words,
                flag.equals("--in") ? "input" : "output",
                String.join(", ", names),
                words,
                NearMatch.question(name, names)));
      }
      return new NamedUri(name, matcher.group(2));
    }
    return unnamed
        .map(name -> new NamedUri(name, words))
        .orElseThrow(
            () ->
                new BadUsageException(
                    String.format(
                        Locale.ROOT,
                        "Invalid %s: '%s' does not say what it is for (must be NAME=URI, NAME one of %s)",
                        flag,
                        words,
                        String.join(", ", names))));
  }
}
