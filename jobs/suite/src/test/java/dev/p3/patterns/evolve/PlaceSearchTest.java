package dev.p3.patterns.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the rungs in Java to what measuring and sorting everything gives. */
class PlaceSearchTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 17, 100, 1_000})
  void everyRungFindsTheNearestOfAllInOrder(int size) {
    var random = new Random(size);
    for (int round = 0; round < 5; round++) {
      PlaceCoordinates places =
          coordinates(Stream.generate(() -> Sphere.point(random)).limit(size));
      for (int k : new int[] {1, Math.min(3, size), size}) {
        assertThatAllFindTheNearest(places, points(random), k);
      }
    }
  }

  @Test
  void everyRungRanksPlacesAtOneSpotByTheirNumber() {
    PlaceCoordinates places = coordinates(Stream.generate(() -> new double[] {5, 6}).limit(3_000));
    List<Neighbour> found = new PlaceTree(places).nearest(-5, -6, 4);

    assertThat(found).extracting(Neighbour::place).containsExactly(0, 1, 2, 3);
    assertThatAllFindTheNearest(places, points(new Random(5)), 4);
  }

  @Test
  void everyRungRanksPlacesOnACircleAroundAPoleByTheirNumber() {
    PlaceCoordinates places =
        coordinates(
            IntStream.rangeClosed(-180, 180).mapToObj(longitude -> new double[] {80, longitude}));
    List<double[]> poles = List.of(new double[] {90, 77}, new double[] {-90, 0});

    assertThat(new PlaceTree(places).nearest(90, 77, 3))
        .extracting(Neighbour::place)
        .containsExactly(0, 1, 2);
    assertThatAllFindTheNearest(places, poles, 3);
  }

  private static void assertThatAllFindTheNearest(
      PlaceCoordinates places, List<double[]> points, int k) {
    var boxed = new BoxedPlaces(places);
    Map<String, PlaceSearch> rungs = new LinkedHashMap<>();
    rungs.put("loop", boxed::loop);
    rungs.put("stream", boxed::stream);
    rungs.put("iterator", boxed::iterator);
    rungs.put("tree", new PlaceTree(places));
    List<List<Neighbour>> byArrays = byArrays(places, points, k);
    for (int i = 0; i < points.size(); i++) {
      double latitude = points.get(i)[0];
      double longitude = points.get(i)[1];
      List<Neighbour> expected =
          IntStream.range(0, places.size())
              .mapToObj(
                  place -> new Neighbour(places.kilometres(place, latitude, longitude), place))
              .sorted()
              .limit(k)
              .toList();
      rungs.forEach(
          (rung, search) ->
              assertThat(search.nearest(latitude, longitude, k)).as(rung).isEqualTo(expected));
      assertThat(byArrays.get(i)).as("arrays").isEqualTo(expected);
    }
  }

  private static List<List<Neighbour>> byArrays(
      PlaceCoordinates places, List<double[]> points, int k) {
    var found = new ArrayList<List<Neighbour>>();
    var batch = new PointBatch(new PlaceArrays(places), k);
    for (double[] point : points) {
      batch.add(point[0], point[1]);
    }
    batch.search();
    for (int i = 0; i < points.size(); i++) {
      found.add(batch.drain(i));
    }
    return found;
  }

  private static List<double[]> points(Random random) {
    return Stream.generate(() -> Sphere.point(random)).limit(10).toList();
  }

  private static PlaceCoordinates coordinates(Stream<double[]> points) {
    List<double[]> all = points.toList();
    return new PlaceCoordinates(
        all.stream().mapToDouble(point -> point[0]).toArray(),
        all.stream().mapToDouble(point -> point[1]).toArray());
  }
}
