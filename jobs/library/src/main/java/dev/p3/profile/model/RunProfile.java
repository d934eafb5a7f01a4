package dev.p3.profile.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the time and memory of a Spark application, or a part of it, went.
 *
 * @param schema {@value #SCHEMA}
 * @param notes what is missing, and why, in sentences
 * @param totals sums over all attempts of tasks, by {@link Metric#key}
 * @param scopes of the records that tasks were given; empty for an event log, which knows none
 * @param whatIf how long it would take on other numbers of executors
 * @param findings most that may be saved first
 */
public record RunProfile(
    String schema,
    Application application,
    List<String> notes,
    Map<String, Long> totals,
    List<StageProfile> stages,
    List<JobProfile> jobs,
    List<QueryProfile> queries,
    List<ExecutorProfile> executors,
    List<ScopeProfile> scopes,
    ProfilerCost profiler,
    List<WhatIf> whatIf,
    List<Finding> findings) {
  /** The version of the format of {@code profile.json}. */
  public static final String SCHEMA = "p3-profile/1";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  public RunProfile {
    scopes = scopes == null ? List.of() : scopes; // of profiles that were written before
  }

  /** The same, with what was found in it. */
  public RunProfile judged(List<WhatIf> otherSizes, List<Finding> found) {
    return new RunProfile(
        schema,
        application,
        notes,
        totals,
        stages,
        jobs,
        queries,
        executors,
        scopes,
        profiler,
        otherSizes,
        found);
  }

  /** The sum of a metric over all attempts of tasks. */
  public long total(Metric metric) {
    return totals.getOrDefault(metric.key(), 0L);
  }

  /** The stages with samples or tasks of a function of the user's. */
  public Optional<StageProfile> stage(int id, int attempt) {
    return stages.stream()
        .filter(stage -> stage.id() == id && stage.attempt() == attempt)
        .findFirst();
  }

  /** Writes {@code profile.json}. Does not close. */
  public void writeTo(OutputStream out) throws IOException {
    JSON.writer()
        .without(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .writeValue(out, this);
  }

  /**
   * Reads {@code profile.json}.
   *
   * @throws IOException when it is no profile, or one of a later version
   */
  public static RunProfile readFrom(InputStream in) throws IOException {
    RunProfile read = JSON.readValue(in, RunProfile.class);
    if (!SCHEMA.equals(read.schema())) {
      throw new IOException(
          String.format(Locale.ROOT, "its schema is %s (must be %s)", read.schema(), SCHEMA));
    }
    return read;
  }

  /**
   * A measure of the run by its name: {@code seconds}, {@code shuffle_bytes}, … (see {@link
   * Measures}).
   */
  public OptionalDouble measure(String name) {
    return Measures.of(this, name);
  }
}
