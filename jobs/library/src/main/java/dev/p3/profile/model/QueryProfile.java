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
   * @param metrics sums by Spark's own name, in bytes, rows or milliseconds as that says
   */
  public record PlanNode(
      String name,
      String detail,
      Map<String, String> metadata,
      Map<String, Long> metrics,
      List<PlanNode> children) {
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
