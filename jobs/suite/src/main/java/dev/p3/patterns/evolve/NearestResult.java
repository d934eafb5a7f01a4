package dev.p3.patterns.evolve;

import dev.p3.job.JobResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Figures of a search: {@code pointsRead = pointsMatched + rejectedPoints}.
 *
 * @param pointsRead all points
 * @param pointsMatched points that have their nearest places
 * @param rejectedPoints points that are nowhere, by reason
 * @param placesRead all places
 * @param rejectedPlaces places that are nowhere, by reason
 * @param k how many places were asked for
 */
public record NearestResult(
    long pointsRead,
    long pointsMatched,
    List<Rejected> rejectedPoints,
    long placesRead,
    List<Rejected> rejectedPlaces,
    int k)
    implements JobResult {

  /**
   * Rows that are rejected for one reason.
   *
   * @param reason such as {@code latitude is null}
   * @param rows how many; at least one
   */
  public record Rejected(String reason, long rows) {
    /** The reasons that have rows. */
    static List<Rejected> nonZero(ToLongFunction<String> rowsOfReason) {
      return Located.reasons().stream()
          .map(reason -> new Rejected(reason, rowsOfReason.applyAsLong(reason)))
          .filter(rejected -> rejected.rows() > 0)
          .toList();
    }

    static long total(List<Rejected> rejected) {
      return rejected.stream().mapToLong(Rejected::rows).sum();
    }

    static String words(List<Rejected> rejected) {
      return rejected.stream()
          .map(each -> String.format(Locale.ROOT, "%s (%,d)", each.reason(), each.rows()))
          .collect(Collectors.joining(", "));
    }
  }

  public NearestResult {
    rejectedPoints = List.copyOf(rejectedPoints);
    rejectedPlaces = List.copyOf(rejectedPlaces);
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<String>();
    addRejected("points", rejectedPoints, pointsRead, remarks);
    addRejected("places", rejectedPlaces, placesRead, remarks);
    long places = placesRead - Rejected.total(rejectedPlaces);
    if (k > places) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "--k is %,d and there %s: each point has all of them",
              k,
              places == 1
                  ? "is only 1 place"
                  : String.format(Locale.ROOT, "are only %,d places", places)));
    }
    return remarks;
  }

  private static void addRejected(
      String input, List<Rejected> rejected, long read, List<String> remarks) {
    if (!rejected.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d %s rejected: %s",
              Rejected.total(rejected),
              read,
              input,
              Rejected.words(rejected)));
    }
  }
}
