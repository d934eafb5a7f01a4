package dev.p3.patterns.transport;

import dev.p3.job.JobResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Figures of a clustering: {@code pointsRead = points + rejected points}.
 *
 * @param pointsRead all rows
 * @param points rows that are clustered
 * @param rejected rows that are not, by reason
 * @param constant columns with one value only
 * @param withinSs the sum of the squares of all distances to the nearest center, in scaled units
 * @param start the start that counts, from 1
 * @param starts how many there were
 * @param rounds rounds of communication, those for seeding and of all starts included
 * @param transport what carried them
 * @param processes how many processes worked on points
 * @param bytesMoved states and partials between processes
 * @param secondsOfRounds without loading the points
 */
public record KMeansResult(
    long pointsRead,
    long points,
    List<Rejected> rejected,
    List<String> constant,
    double withinSs,
    int start,
    int starts,
    int rounds,
    String transport,
    int processes,
    long bytesMoved,
    double secondsOfRounds)
    implements JobResult {

  /** Rows that are rejected for one reason, such as {@code width is null}; at least one. */
  public record Rejected(String reason, long rows) {}

  public KMeansResult {
    rejected = List.copyOf(rejected);
    constant = List.copyOf(constant);
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<String>();
    remarks.add(
        String.format(
            Locale.ROOT,
            "within-SS %.9f, of start %d of %d; %,d rounds on %s",
            withinSs,
            start,
            starts,
            rounds,
            transport));
    if (!rejected.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d points rejected: %s",
              pointsRead - points,
              pointsRead,
              rejected.stream()
                  .map(each -> String.format(Locale.ROOT, "%s (%,d)", each.reason(), each.rows()))
                  .collect(Collectors.joining(", "))));
    }
    if (!constant.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%s %s, which distinguishes no points",
              String.join(", ", constant),
              constant.size() == 1 ? "has one value only" : "have one value each only"));
    }
    return remarks;
  }
}
