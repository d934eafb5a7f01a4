package dev.p3.run.stream;

import dev.p3.data.DataFormat;
import dev.p3.data.Secrets;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.StreamSource;
import dev.p3.job.JobDescription;
import dev.p3.job.OptionSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What tells a stream from others that could be given its checkpoint: the job, where rows come from
 * and how they are read, where they go and as what, and the job's options. Options at their
 * defaults are left out, so one that a later version adds makes no other stream.
 */
final class StreamIdentity {
  /** What the notes of earlier versions lacked; they had options at their defaults, too. */
  private static final String VERSION = "version";

  private static final Set<String> NOT_ROWS = Set.of("stream", "checkpoint");

  private StreamIdentity() {}

  static Map<String, Object> of(
      JobDescription<?, ?> job,
      Map<String, Object> options,
      StoredInput input,
      StreamSource source,
      Map<String, StreamOutput> outputs) {
    var identity = new TreeMap<String, Object>();
    identity.put(VERSION, 2);
    identity.put("job", job.name());
    identity.put("in", input.location().path());
    input.format().map(DataFormat::prefix).ifPresent(format -> identity.put("in format", format));
    source
        .options()
        .forEach(
            (option, value) -> {
              if (!Secrets.isNamed(option)) {
                identity.put("in option " + option, value);
              }
            });
    outputs.forEach(
        (name, output) -> {
          identity.put("out " + name, output.place());
          output
              .location()
              .format()
              .ifPresent(format -> identity.put("out " + name + " format", format.prefix()));
        });
    identity.putAll(withoutDefaults(job, options));
    return identity;
  }

  /** What a note says, as this version would have written it. */
  static Map<String, Object> upgraded(
      Map<String, Object> noted, Map<String, Object> wanted, JobDescription<?, ?> job) {
    if (Objects.equals(noted.get(VERSION), wanted.get(VERSION))) {
      return noted;
    }
    Map<String, Object> upgraded = withoutDefaults(job, noted);
    wanted.forEach(
        (key, value) -> {
          if (key.equals(VERSION) || key.endsWith(" format") || key.startsWith("in option ")) {
            upgraded.putIfAbsent(key, value);
          }
        });
    return upgraded;
  }

  private static Map<String, Object> withoutDefaults(
      JobDescription<?, ?> job, Map<String, Object> values) {
    var others = new TreeMap<>(values);
    others.keySet().removeAll(NOT_ROWS);
    for (OptionSpec option : job.options().specs()) {
      if (others.containsKey(option.flag()) && isDefault(option, others.get(option.flag()))) {
        others.remove(option.flag());
      }
    }
    return others;
  }

  private static boolean isDefault(OptionSpec option, Object value) {
    String nothing = option.isSwitch() ? "false" : option.defaultValue();
    return value == null
        || value.equals(List.of())
        || (value instanceof List<?> list
            ? list.equals(List.of(nothing))
            : value.toString().equals(nothing));
  }
}
