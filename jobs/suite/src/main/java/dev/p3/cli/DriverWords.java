package dev.p3.cli;

import dev.p3.data.DataLocation;
import dev.p3.data.LocalFiles;
import dev.p3.fault.BadUsageException;
import dev.p3.job.InputSpec;
import dev.p3.job.PatternJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a command as a driver that a cluster starts has to have them: without those that its
 * settings say already, and with places that do not depend on the directory in which it starts.
 */
final class DriverWords {
  private static final Set<String> SAID = Set.of(ClusterSubmission.FLAG, "--target", "--conf");
  private static final Set<String> LOCATIONS = Set.of("--in", "--out");
  private static final Set<String> DIRECTORIES = Set.of("--report", "--checkpoint");
  private static final Pattern NAMED = Pattern.compile("([A-Za-z][\\w-]*=)?(.*)", Pattern.DOTALL);

  private final Set<String> places;
  private final Optional<Path> directory;

  /**
   * @param job whose inputs have flags, too
   * @param directory what relative paths belong to; empty where they are of the default file system
   *     of the cluster, which all machines share
   */
  DriverWords(Optional<PatternJob<?, ?>> job, Optional<Path> directory) {
    this.places = new HashSet<>(LOCATIONS);
    places.addAll(DIRECTORIES);
    job.stream()
        .flatMap(each -> each.description().inputs().stream())
        .filter(InputSpec::hasFlag)
        .forEach(input -> places.add("--" + input.name()));
    this.directory = directory;
  }

  List<String> of(List<String> words) {
    var left = new ArrayList<String>();
    String flag = "";
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (!flag.isEmpty()) {
        if (!SAID.contains(flag)) {
          left.add(place(flag, word));
        }
        flag = "";
      } else if (name.equals(ProfileFlag.NAME)) {
        left.add(profile(word));
      } else if (name.equals(word) && (SAID.contains(word) || places.contains(word))) {
        flag = word;
        if (!SAID.contains(word)) {
          left.add(word);
        }
      } else if (places.contains(name)) {
        left.add(name + "=" + place(name, word.substring(equals + 1)));
      } else if (!SAID.contains(name) && !word.equals(ClusterSubmission.NO_WAIT)) {
        left.add(word);
      }
    }
    return left;
  }

  /** A place that is the same from everywhere; as it is when it is none, which the driver says. */
  private String place(String flag, String word) {
    if (DIRECTORIES.contains(flag)) {
      return path(word);
    }
    Matcher named = NAMED.matcher(word);
    if (word.equals("-") || !named.matches()) {
      return word;
    }
    String name = named.group(1) == null ? "" : named.group(1);
    return name + location(named.group(2));
  }

  private String location(String text) {
    try {
      DataLocation location = DataLocation.parse(text);
      String path = location.path();
      boolean isFile = location.source().isEmpty() && !path.equals("-");
      return isFile ? text.substring(0, text.length() - path.length()) + path(path) : text;
    } catch (BadUsageException e) {
      return text;
    }
  }

  private String profile(String word) {
    if (directory.isEmpty()) {
      return word;
    }
    ProfileFlag flag =
        ProfileFlag.ofValue(
            word.equals(ProfileFlag.NAME) ? "" : word.substring(ProfileFlag.NAME.length() + 1));
    return ProfileFlag.NAME + "=" + flag.valueFor(path(flag.directory().orElseThrow()));
  }

  private String path(String text) {
    return directory.isEmpty() || text.startsWith("/") || LocalFiles.hasScheme(text)
        ? text
        : directory.get().resolve(text).normalize().toString();
  }
}
