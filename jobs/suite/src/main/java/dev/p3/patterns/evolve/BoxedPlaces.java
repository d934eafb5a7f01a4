package dev.p3.patterns.evolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The first three rungs: a list of place objects, every one of which is measured for each point.
 */
final class BoxedPlaces {
  private record Place(int number, Double latitude, Double longitude) {
    Neighbour seenFrom(Double latitude, Double longitude) {
      return new Neighbour(
          GreatCircle.kilometres(latitude, longitude, this.latitude, this.longitude), number);
    }
  }

  private final List<Place> places;

  BoxedPlaces(PlaceCoordinates coordinates) {
    this.places =
        IntStream.range(0, coordinates.size())
            .mapToObj(
                place ->
                    new Place(place, coordinates.latitude(place), coordinates.longitude(place)))
            .toList();
  }

  /** {@code loop}: measure all, sort all, take the first. */
  List<Neighbour> loop(double latitude, double longitude, int k) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (Place place : places) {
      neighbours.add(place.seenFrom(latitude, longitude));
    }
    Collections.sort(neighbours);
    return List.copyOf(neighbours.subList(0, k));
  }

  /** {@code stream}: the same as one expression. */
  List<Neighbour> stream(double latitude, double longitude, int k) {
    return places.stream()
        .map(place -> place.seenFrom(latitude, longitude))
        .sorted()
        .limit(k)
        .toList();
  }

  /** {@code iterator}: one neighbour at a time, of which the nearest k are kept. */
  List<Neighbour> iterator(double latitude, double longitude, int k) {
    var farthestFirst = new PriorityQueue<Neighbour>(k, Collections.reverseOrder());
    for (Iterator<Neighbour> all = measured(latitude, longitude); all.hasNext(); ) {
      Neighbour neighbour = all.next();
      if (farthestFirst.size() < k) {
        farthestFirst.add(neighbour);
      } else if (neighbour.compareTo(farthestFirst.peek()) < 0) {
        farthestFirst.poll();
        farthestFirst.add(neighbour);
      }
    }
    return farthestFirst.stream().sorted().toList();
  }

  /** A generator: measures a place when the next one is asked for, and remembers none. */
  private Iterator<Neighbour> measured(Double latitude, Double longitude) {
    Iterator<Place> remaining = places.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return remaining.hasNext();
      }

      @Override
      public Neighbour next() {
        return remaining.next().seenFrom(latitude, longitude);
      }
    };
  }
}
