package dev.p3.run;

import dev.p3.data.DataLocation;
import dev.p3.data.Fingerprint;
import dev.p3.data.files.FileSchemes;
import dev.p3.fault.Cause;
import dev.p3.run.RunManifest.InputRecord;
import dev.p3.run.RunManifest.OutputRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What earlier runs left at the places of a run's outputs, and in what these runs differ from it.
 * Reads {@code _p3/run.json} in each place, and lists its files; starts no Spark.
 *
 * @param found by output, in the order in which they were asked for
 */
public record ReusableOutputs(Map<String, Found> found) {
  /**
   * What is at one place.
   *
   * @param location the place
   * @param exists whether anything is there
   * @param record the record of the run that wrote it, if there is one
   * @param isWhole whether a complete run of the same job wrote it, and its files are as that run
   *     wrote them: then nothing is lost when a newer run replaces it
   * @param changes what keeps it from being reused, each as a phrase; empty when nothing does
   */
  public record Found(
      DataLocation location,
      boolean exists,
      Optional<RunManifest> record,
      boolean isWhole,
      List<String> changes) {
    private static Found unknown(DataLocation location, String why) {
      return new Found(location, true, Optional.empty(), false, List.of(why));
    }
  }

  /**
   * Looks at every place.
   *
   * @param wanted the facts of the run that is asked for
   */
  static ReusableOutputs look(
      RunManifest wanted, Map<String, DataLocation> places, Configuration hadoop) {
    var found = new LinkedHashMap<String, Found>();
    places.forEach((output, place) -> found.put(output, at(place, output, wanted, hadoop)));
    return new ReusableOutputs(found);
  }

  /** Whether every output is there, whole, and what a run would write now. */
  public boolean areReusable() {
    return found.values().stream().allMatch(place -> place.exists() && place.changes().isEmpty());
  }

  /** Whether a newer run may take the places of all outputs without being told to overwrite. */
  boolean mayBeReplaced() {
    return found.values().stream().allMatch(place -> !place.exists() || place.isWhole());
  }

  /** For each output that is there, why it cannot be given back. */
  public List<String> refusals() {
    List<String> missing =
        found.entrySet().stream()
            .filter(place -> !place.getValue().exists())
            .map(place -> String.format(Locale.ROOT, "output %s is not there", place.getKey()))
            .toList();
    var refusals = new ArrayList<String>();
    for (Found place : found.values()) {
      List<String> reasons = place.changes().isEmpty() ? missing : place.changes();
      if (place.exists() && !reasons.isEmpty()) {
        refusals.add(
            String.format(
                Locale.ROOT,
                "Cannot reuse '%s': %s",
                place.location().text(),
                String.join("; ", reasons)));
      }
    }
    return refusals;
  }

  private static Found at(
      DataLocation place, String output, RunManifest wanted, Configuration hadoop) {
    try {
      var path = new Path(place.path());
      if (!FileSchemes.open(path, hadoop).exists(path)) {
        return new Found(place, false, Optional.empty(), false, List.of());
      }
      Optional<RunManifest> record = RunManifest.readFrom(path, hadoop);
      if (record.isEmpty()) {
        return Found.unknown(place, "it holds no record of a run that can be read (_p3/run.json)");
      }
      Optional<String> damage =
          damage(record.get(), wanted, output, Fingerprint.ofDirectory(path, hadoop));
      List<String> changes = changes(record.get(), wanted, output, place);
      return new Found(place, true, record, damage.isEmpty(), damage.map(List::of).orElse(changes));
    } catch (IOException | IllegalArgumentException e) {
      return Found.unknown(place, Cause.firstLine(e));
    }
  }

  /** Why it is not what a complete run of the job has left. */
  private static Optional<String> damage(
      RunManifest earlier, RunManifest wanted, String output, String files) {
    if (!Objects.equals(earlier.job(), wanted.job())) {
      return Optional.of(String.format(Locale.ROOT, "it is an output of job %s", earlier.job()));
    }
    if (!"complete".equals(earlier.status())) {
      return Optional.of(
          String.format(Locale.ROOT, "the run that wrote it is %s", earlier.status()));
    }
    boolean isAsWritten =
        written(earlier, output).filter(record -> files.equals(record.fingerprint())).isPresent();
    return isAsWritten
        ? Optional.empty()
        : Optional.of("its files are not those that the run wrote as output " + output);
  }

  private static Optional<OutputRecord> written(RunManifest earlier, String output) {
    return earlier.outputs().stream()
        .filter(record -> output.equals(record.name()) && record.uri() != null)
        .findFirst();
  }

  private static List<String> changes(
      RunManifest earlier, RunManifest wanted, String output, DataLocation place) {
    var changes = new ArrayList<String>();
    addChange("p3", earlier.p3(), wanted.p3(), changes);
    if (Objects.equals(earlier.p3(), wanted.p3())
        && !Objects.equals(earlier.build(), wanted.build())) {
      changes.add("p3 was built from other sources");
    }
    addChange("Spark", sparkLine(earlier.spark()), sparkLine(wanted.spark()), changes);
    addChange("--variant", earlier.variant(), wanted.variant(), changes);
    addChanges("--", earlier.options(), wanted.options(), changes);
    addChanges("", earlier.settings(), wanted.settings(), changes);
    addInputs(earlier, wanted, changes);
    written(earlier, output).ifPresent(record -> addFormat(record, place, changes));
    return changes;
  }

  private static void addChanges(
      String prefix, Map<String, ?> before, Map<String, ?> now, List<String> changes) {
    Map<String, ?> earlier = before == null ? Map.of() : before;
    var names = new TreeSet<String>(earlier.keySet());
    names.addAll(now.keySet());
    names.forEach(name -> addChange(prefix + name, earlier.get(name), now.get(name), changes));
  }

  private static void addChange(String what, Object before, Object now, List<String> changes) {
    if (!Objects.equals(before, now)) {
      changes.add(
          String.format(Locale.ROOT, "%s was %s and is %s", what, words(before), words(now)));
    }
  }

  private static String words(Object value) {
    if (value instanceof List<?> many) {
      return many.isEmpty()
          ? "not given"
          : many.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    return value == null ? "not given" : value.toString();
  }

  private static void addInputs(RunManifest earlier, RunManifest wanted, List<String> changes) {
    var names = new TreeSet<String>();
    earlier.inputs().forEach(input -> names.add(input.name()));
    wanted.inputs().forEach(input -> names.add(input.name()));
    for (String name : names) {
      List<InputRecord> before = earlier.inputs(name);
      List<InputRecord> now = wanted.inputs(name);
      if (!fingerprints(before).equals(fingerprints(now))) {
        changes.add(
            uris(before).equals(uris(now))
                ? String.format(
                    Locale.ROOT,
                    "input %s (%s) has changed: it was %s and is %s",
                    name,
                    uris(now),
                    sizes(before),
                    sizes(now))
                : String.format(
                    Locale.ROOT, "input %s was %s and is %s", name, uris(before), uris(now)));
      }
    }
  }

  private static List<String> fingerprints(List<InputRecord> inputs) {
    return inputs.stream().map(InputRecord::fingerprint).toList();
  }

  private static String uris(List<InputRecord> inputs) {
    return words(inputs.stream().map(InputRecord::uri).toList());
  }

  private static String sizes(List<InputRecord> inputs) {
    int files = inputs.stream().mapToInt(InputRecord::files).sum();
    return String.format(
        Locale.ROOT,
        "%,d bytes in %,d %s%s",
        inputs.stream().mapToLong(InputRecord::bytes).sum(),
        files,
        files == 1 ? "file" : "files",
        inputs.stream()
            .map(InputRecord::modified)
            .filter(Objects::nonNull)
            .max(String::compareTo)
            .map(" of "::concat)
            .orElse(""));
  }

  private static void addFormat(OutputRecord written, DataLocation place, List<String> changes) {
    DataLocation before = DataLocation.parse(written.uri());
    if (!before.format().equals(place.format()) || !before.options().equals(place.options())) {
      changes.add(String.format(Locale.ROOT, "it was written as %s", before.text()));
    }
  }

  /** Patch releases of Spark give the same rows. */
  private static String sparkLine(String version) {
    return version == null ? null : version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
  }
}
