package dev.p3.job;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds what is wrong with a description, as far as it says so itself. */
final class DescriptionCheck {
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final JobDescription<?, ?> page;
  private final List<String> flags;
  private final Faults faults = new Faults();

  private DescriptionCheck(JobDescription<?, ?> page) {
    this.page = page;
    this.flags = page.options().specs().stream().map(OptionSpec::flag).toList();
  }

  /**
   * @throws IllegalArgumentException naming every fault
   */
  static void requireWhole(JobDescription<?, ?> page) {
    var check = new DescriptionCheck(page);
    check.text();
    check.names("input", page.inputs().stream().map(InputSpec::name).toList());
    check.names("output", page.outputs().stream().map(OutputSpec::name).toList());
    check.names("variant", page.variants().stream().map(Variant::name).toList());
    check.flags();
    check.blocks();
    check.example();
    if (!check.faults.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot describe job '%s': %s",
              page.name(),
              String.join("; ", check.faults.all())));
    }
  }

  private void text() {
    present("pattern", page.pattern());
    present("rule", page.rule());
    present("summary", page.summary());
    present("details", String.join("", page.details()));
    kebab("job", page.name());
    if (!page.pattern().isEmpty()) {
      kebab("pattern", page.pattern());
    }
  }

  private void present(String what, String text) {
    if (text.isEmpty()) {
      faults.add("it has no " + what);
    }
  }

  private void names(String what, List<String> names) {
    if (names.isEmpty()) {
      faults.add("it has no " + what);
    }
    var seen = new HashSet<String>();
    for (String name : names) {
      kebab(what, name);
      if (!seen.add(name)) {
        faults.add("%s '%s' is there twice", what, name);
      }
    }
  }

  private void kebab(String what, String name) {
    if (!KEBAB.matcher(name).matches()) {
      faults.add("%s '%s' is not in kebab case, as in min-count", what, name);
    }
  }

  private void flags() {
    for (OutputSpec output : page.outputs()) {
      output
          .onlyWith()
          .filter(option -> !flags.contains(option))
          .ifPresent(
              option ->
                  faults.add(
                      "output '%s' depends on --%s, which is no option", output.name(), option));
    }
    page.inputs().stream()
        .filter(input -> input.hasFlag() && flags.contains(input.name()))
        .forEach(input -> faults.add("--%s is an input and an option", input.name()));
  }

  private void blocks() {
    page.inputs().stream()
        .filter(input -> input.isInBlocks() && input.kind() != InputSpec.Kind.LINES)
        .forEach(input -> faults.add("input '%s' is in blocks and has no lines", input.name()));
  }

  private void example() {
    try {
      Map<String, List<String>> given = page.exampleValues();
      page.options().specs().stream()
          .filter(option -> option.required() && !given.containsKey(option.flag()))
          .forEach(option -> faults.add("the example has no --" + option.flag()));
    } catch (BadUsageException e) {
      e.faults().forEach(fault -> faults.add("the example: " + fault));
    }
  }
}
