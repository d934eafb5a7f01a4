package dev.p3.cli;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What picocli made of the words after a command. */
final class ParsedArguments {
  private ParsedArguments() {}

  /** The values given for a flag, in their order. */
  static List<String> values(ParseResult words, String flag) {
    OptionSpec option = words.commandSpec().findOption(flag);
    return option != null && words.hasMatchedOption(option) ? option.stringValues() : List.of();
  }

  /** The value given last for a flag. */
  static Optional<String> last(ParseResult words, String flag) {
    List<String> values = values(words, flag);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** The last whole number given for a flag; which numbers make sense is others' to say. */
  static int number(ParseResult words, String flag, int otherwise, Faults faults) {
    String word = last(words, flag).orElse(Integer.toString(otherwise));
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      faults.add("Invalid %s: '%s' (must be a whole number)", flag, word);
      return otherwise;
    }
  }

  /**
   * Checks that the JVM could read the words: in the locale C it replaces each byte that is not
   * ASCII.
   *
   * @param encoding in which the JVM takes words and names of files
   * @throws BadUsageException when one of the words holds such a replacement
   */
  static void requireDecoded(List<String> words, String encoding) {
    boolean isUtf8 = encoding.equalsIgnoreCase("UTF-8");
    var faults = new Faults();
    for (String word : words) {
      if (!isUtf8 && word.contains("\uFFFD")) {
        faults.add(
            "Cannot read '%s': this JVM takes words and names of files as %s; run it in a locale of UTF-8, for example LC_ALL=C.UTF-8",
            word, encoding);
      }
    }
    faults.throwIfAny();
  }

  /**
   * Checks that every word was understood.
   *
   * @throws BadUsageException as {@link #faults} says
   */
  static void requireKnown(ParseResult words) {
    faults(words).throwIfAny();
  }

  /** A fault for every word that was not understood, with the nearest one that would be. */
  static Faults faults(ParseResult words) {
    var faults = new Faults();
    words.errors().forEach(error -> faults.add(error.getMessage()));
    String command = words.commandSpec().qualifiedName(" ");
    List<String> unknown = words.unmatched();
    for (int i = 0; i < unknown.size(); i++) {
      String word = unknown.get(i);
      if (isFlag(word)) {
        faults.add(unknownFlag(words, command, word));
        // What follows an unknown flag is most likely its value.
        i += i + 1 < unknown.size() && !isFlag(unknown.get(i + 1)) ? 1 : 0;
      } else if (!words.commandSpec().subcommands().isEmpty()) {
        faults.add(unknownCommand(words, command, word));
        break;
      } else {
        faults.add(
            "Unexpected word '%s' after '%s': every value follows a flag, for example --in URI",
            word, command);
      }
    }
    return faults;
  }

  private static String unknownFlag(ParseResult words, String command, String word) {
    String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    List<String> flags =
        words.commandSpec().options().stream().map(OptionSpec::longestName).sorted().toList();
    return String.format(
        Locale.ROOT,
        "Unknown option '%s' of '%s' (must be one of %s).%s",
        flag,
        command,
        String.join(", ", flags),
        NearMatch.question(flag, flags));
  }

  private static String unknownCommand(ParseResult words, String command, String word) {
    List<String> names = List.copyOf(words.commandSpec().subcommands().keySet());
    String kind =
        switch (command) {
          case "p3" -> "command";
          case "p3 cluster", "p3 profile" -> "action";
          default -> "job";
        };
    return String.format(
        Locale.ROOT,
        "Unknown %s '%s' (must be one of %s).%s",
        kind,
        word,
        String.join(", ", names),
        NearMatch.question(word, names));
  }

  private static boolean isFlag(String word) {
    return word.startsWith("-") && word.length() > 1;
  }
}
