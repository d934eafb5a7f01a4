package dev.p3.cli;

import dev.p3.console.Json;
import dev.p3.doctor.Doctor;
import dev.p3.doctor.DoctorReport;
import dev.p3.fault.Faults;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.session.P3Session;
import dev.p3.targets.EffectiveSetting;
import dev.p3.targets.Layer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: what would make a job fail on a target. */
final class DoctorCommand {
  static final String STORAGE = "--storage";
  static final String PRINT_CONF = "--print-conf";
  static final String WAIT = "--wait";

  private final PrintStream output;

  DoctorCommand(PrintStream output) {
    this.output = output;
  }

  int run(ParseResult words, RunRequest request) throws Exception {
    RunSettings settings = RunSettings.of(request);
    settings.showLogs(request.verbose());
    boolean isJson = words.hasMatchedOption(CommandSpecs.JSON);
    if (words.hasMatchedOption(PRINT_CONF)) {
      // Whether the target answers does not matter to what is set.
      new Faults(
              settings.faults().stream()
                  .filter(fault -> !fault.startsWith("Cannot reach"))
                  .filter(fault -> !fault.startsWith("Cannot run on"))
                  .toList())
          .throwIfAny();
      List<EffectiveSetting> all = EffectiveSetting.all(settings.spark(), layers(settings));
      output.println(isJson ? Json.READABLE.writeValueAsString(all) : EffectiveSetting.text(all));
      return CommandLineApp.DONE;
    }
    DoctorReport report =
        Doctor.examine(settings, ParsedArguments.values(words, STORAGE), patience(words));
    output.println(isJson ? Json.READABLE.writeValueAsString(report) : report.text());
    return report.healthy() ? CommandLineApp.DONE : CommandLineApp.FAILED;
  }

  private static OptionalInt patience(ParseResult words) {
    if (!words.hasMatchedOption(WAIT)) {
      return OptionalInt.empty();
    }
    var faults = new Faults();
    int seconds = ParsedArguments.number(words, WAIT, 1, faults);
    if (seconds < 1) {
      faults.add("Invalid %s: '%d' (must be 1 or more seconds)", WAIT, seconds);
    }
    faults.throwIfAny();
    return OptionalInt.of(seconds);
  }

  private static List<Layer> layers(RunSettings settings) {
    var layers = new ArrayList<Layer>();
    layers.add(new Layer("command line", settings.explicit()));
    layers.addAll(settings.target().layers());
    layers.add(EffectiveSetting.defaults(P3Session.DEFAULTS));
    return layers;
  }
}
