package dev.p3.profile.eventlog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import java.util.Set;

/**
 * Passes over the fields that {@link EventReader} does not ask for, wherever they are: more than
 * half of what a log says of jobs, stages and queries. Thread-safe.
 */
final class WantedFields extends TokenFilter {
  private static final WantedFields INSTANCE = new WantedFields();

  /** Of these everything is wanted. */
  private static final Set<String> WHOLE =
      Set.of("Executor Metrics", "Spark Properties", "accumUpdates", "metadata");

  private static final Set<String> NAMES =
      Set.of(
          "Accumulables",
          "App ID",
          "App Name",
          "Callsite",
          "Completion Time",
          "Details",
          "Event",
          "Executor ID",
          "Executor Info",
          "Failure Reason",
          "Host",
          "ID",
          "Job ID",
          "Job Result",
          "Name",
          "Parent IDs",
          "Properties",
          "RDD ID",
          "RDD Info",
          "Removed Reason",
          "Result",
          "Spark Version",
          "Stage Attempt ID",
          "Stage ID",
          "Stage IDs",
          "Stage Info",
          "Stage Name",
          "Storage Level",
          "Submission Time",
          "Timestamp",
          "Total Cores",
          "Use Disk",
          "Use Memory",
          "Value",
          "accumulatorId",
          "children",
          "description",
          "executionId",
          "metricType",
          "metrics",
          "name",
          "nodeName",
          "simpleString",
          "spark.job.description",
          "spark.sql.execution.id",
          "sparkPlanInfo",
          "time");

  private WantedFields() {}

  /** The same events with what is wanted of them. */
  static JsonParser of(JsonParser events) {
    return new FilteringParserDelegate(events, INSTANCE, Inclusion.INCLUDE_ALL_AND_PATH, true);
  }

  @Override
  public TokenFilter includeProperty(String name) {
    if (WHOLE.contains(name)) {
      return INCLUDE_ALL;
    }
    return NAMES.contains(name) ? this : null;
  }
}
