package dev.p3.run;

import dev.p3.data.DataLocation;
import dev.p3.data.Place;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Checks that what a run reads and writes is apart, however its places are spelled: one output
 * would replace the other, or be read as an input.
 */
final class PlaceCheck {
  private final Configuration hadoop;
  private final Map<String, Written> outputs = new LinkedHashMap<>();
  private final Faults faults;

  private record Written(String text, Place place) {}

  private PlaceCheck(Configuration hadoop, Faults faults) {
    this.hadoop = hadoop;
    this.faults = faults;
  }

  /**
   * Checks one run.
   *
   * @param outputs by name
   * @param inputs all of them
   * @param report where files about the run go, with what to call it
   * @param checkpoint of a stream
   * @param faults gets what is not apart
   */
  static void requireApart(
      Map<String, DataLocation> outputs,
      List<StoredInput> inputs,
      Optional<ReportDirectory> report,
      Optional<String> checkpoint,
      Configuration hadoop,
      Faults faults) {
    var check = new PlaceCheck(hadoop, faults);
    outputs.forEach(check::addOutput);
    inputs.forEach(check::compareInput);
    report.ifPresent(check::compareReport);
    checkpoint.ifPresent(directory -> check.compareCheckpoint(directory, inputs));
  }

  private void addOutput(String name, DataLocation location) {
    var added = new Written(location.text(), Connectors.place(location, hadoop));
    outputs.forEach(
        (other, earlier) -> {
          if (added.place().isSameAs(earlier.place())) {
            refuse(added.text(), String.format(Locale.ROOT, "output %s goes there, too", other));
          } else if (added.place().isWithin(earlier.place())) {
            refuse(added.text(), within("output " + other, earlier.text()));
          } else if (earlier.place().isWithin(added.place())) {
            refuse(earlier.text(), within("output " + name, added.text()));
          }
        });
    outputs.put(name, added);
  }

  private void compareInput(StoredInput input) {
    String text = input.location().text();
    for (Written output : outputs.values()) {
      for (Place root : places(input)) {
        if (root.isSameAs(output.place()) || root.isWithin(output.place())) {
          refuse(output.text(), String.format(Locale.ROOT, "input '%s' is read from there", text));
          break;
        }
        if (output.place().isWithin(root)) {
          refuse(output.text(), within("input", text) + ", so the next run would read it");
          break;
        }
      }
    }
  }

  private void compareReport(ReportDirectory directory) {
    Place place = Place.ofPath(directory.path(), hadoop);
    for (Written output : outputs.values()) {
      if (place.isSameAs(output.place()) || place.isWithin(output.place())) {
        faults.add(
            "Cannot write a report to '%s': output '%s' goes there; name another directory with --report",
            directory.text(), output.text());
      }
    }
  }

  private void compareCheckpoint(String directory, List<StoredInput> inputs) {
    Place place = Place.ofPath(new Path(directory), hadoop);
    for (Written output : outputs.values()) {
      if (place.isSameAs(output.place())
          || place.isWithin(output.place())
          || output.place().isWithin(place)) {
        refuseCheckpoint(
            directory, String.format(Locale.ROOT, "output '%s' goes there", output.text()));
      }
    }
    for (StoredInput input : inputs) {
      if (places(input).stream().anyMatch(root -> place.isSameAs(root) || place.isWithin(root))) {
        refuseCheckpoint(
            directory,
            String.format(Locale.ROOT, "input '%s' is read from there", input.location().text()));
      }
    }
  }

  private List<Place> places(StoredInput input) {
    return input.roots().isEmpty()
        ? List.of(Connectors.place(input.location(), hadoop))
        : input.roots().stream().map(root -> Place.ofPath(root, hadoop)).toList();
  }

  private static String within(String what, String text) {
    return String.format(Locale.ROOT, "it lies within %s '%s'", what, text);
  }

  private void refuse(String output, String reason) {
    faults.add("Cannot write '%s': %s; name another place", output, reason);
  }

  private void refuseCheckpoint(String directory, String reason) {
    faults.add("Cannot use checkpoint '%s': %s; name another directory", directory, reason);
  }
}
