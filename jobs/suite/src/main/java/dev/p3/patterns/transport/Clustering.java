package dev.p3.patterns.transport;

import dev.p3.transport.Rounds;

/**
 * Points and what rounds of k-means have made of them.
 *
 * @param scaling of the centers in the rounds
 */
public record Clustering(
    PointTable points, Bounds bounds, Scaling scaling, Rounds<KMeansState> rounds) {

  KMeansResult result(KMeansOptions options, String transport) {
    KMeansState.Best best = rounds.last().best();
    return new KMeansResult(
        bounds.rows(),
        bounds.points(),
        bounds.rejected(),
        bounds.constant(),
        best.withinSs(),
        best.start(),
        options.starts(),
        rounds.count(),
        transport,
        rounds.processes(),
        rounds.bytesMoved(),
        rounds.nanos() / 1e9);
  }
}
