package dev.p3.profile.collect;

import dev.p3.profile.model.StageProfile.RddProfile;
import java.util.List;
import java.util.Map;

/** What a listener hears, or an event log holds; times in milliseconds since 1970. */
public final class Facts {
  private Facts() {}

  /**
   * An attempt of a stage.
   *
   * @param details the call site with its stack, a frame a line
   * @param submitted 0 when it is not known
   * @param completed 0 when it has not ended
   * @param failure null when it did not fail
   */
  public record Stage(
      int id,
      int attempt,
      String name,
      String details,
      List<Integer> parents,
      List<RddProfile> rdds,
      long submitted,
      long completed,
      String failure) {}

  /**
   * An attempt of a task that has ended.
   *
   * @param status {@code success}, {@code failed} or {@code killed}
   * @param metrics in the order of {@link dev.p3.profile.model.Metric}; null when they were lost
   * @param peaks of the executor while it ran, by Spark's name
   */
  public record Task(
      int stage,
      int stageAttempt,
      int partition,
      int attempt,
      String executor,
      long launched,
      long finished,
      String status,
      boolean speculative,
      long[] metrics,
      Map<String, Long> peaks) {}

  /**
   * What an action triggered.
   *
   * @param query the SQL query that it is part of; null when there is none
   */
  public record Job(int id, String description, Long query, List<Integer> stages, long submitted) {}

  /**
   * An operator of a query.
   *
   * @param metrics by their names
   */
  public record Operator(
      String name,
      String detail,
      Map<String, String> metadata,
      Map<String, SqlMetric> metrics,
      List<Operator> children) {}

  /**
   * Where a metric of an operator is added up.
   *
   * @param accumulator its number
   * @param type as Spark names it: {@code sum}, {@code size}, {@code timing}, {@code nsTiming} or
   *     {@code average}
   */
  public record SqlMetric(long accumulator, String type) {}
}
