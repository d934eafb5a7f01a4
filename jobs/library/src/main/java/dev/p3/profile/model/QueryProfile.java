package dev.p3.profile.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A query of Spark SQL, with the plan that it ended with. */
public record QueryProfile(
    long id, String description, double start, double seconds, PlanNode plan) {

  /**
   * An operator.
   *
   * @param detail as Spark prints it, shortened
   * @param metadata as Spark gives it for scans
   * @param metrics sums over tasks, by Spark's own name
   * @param units of metrics that are times, {@code ms}, or sizes, {@code bytes}; empty in profiles
   *     of older versions
   */
  public record PlanNode(
      String name,
      String detail,
      Map<String, String> metadata,
      Map<String, Long> metrics,
      Map<String, String> units,
      List<PlanNode> children) {
    public PlanNode {
      units = units == null ? Map.of() : units;
    }

    /** This operator and all below it. */
    public Stream<PlanNode> all() {
      return Stream.concat(Stream.of(this), children.stream().flatMap(PlanNode::all));
    }

    /** A metric, 0 when it is not there. */
    public long metric(String metric) {
      return metrics.getOrDefault(metric, 0L);
    }
  }
}
