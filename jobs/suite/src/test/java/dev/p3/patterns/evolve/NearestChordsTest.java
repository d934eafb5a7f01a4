package dev.p3.patterns.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestChordsTest {
  /** A place at some distance along a meridian, and its squared chord, off by some rounding. */
  private record Offered(int place, double kilometres, double squaredChord) {
    static Offered of(int place, double kilometres, double rounding) {
      double chord = 2 * Math.sin(kilometres / (2 * GreatCircle.EARTH_RADIUS_KM)) + rounding;
      return new Offered(place, kilometres, chord * chord);
    }

    Neighbour measured() {
      return new Neighbour(kilometres, place);
    }
  }

  private static List<Neighbour> kept(NearestChords chords, List<Offered> offered) {
    var distances = new double[offered.size()];
    offered.forEach(each -> distances[each.place()] = each.kilometres());
    offered.forEach(each -> chords.offer(each.squaredChord(), each.place()));
    return chords.drain(place -> distances[place]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void areThoseOfTheNearestInOrderWhateverRoundingMakesOfThem(int k) {
    var random = new Random(k);
    var chords = new NearestChords(k);
    for (int round = 0; round < 300; round++) {
      var offered = new ArrayList<Offered>();
      for (int place = random.nextInt(4 * k + 40); place > 0; place--) {
        double rounding = (random.nextDouble() - 0.5) * 4e-15;
        offered.add(Offered.of(offered.size(), 1 + random.nextInt(20), rounding));
      }
      List<Neighbour> nearest = offered.stream().map(Offered::measured).sorted().limit(k).toList();
      Collections.shuffle(offered, random);

      assertThat(kept(chords, offered)).isEqualTo(nearest);
      assertThat(chords.drain(place -> 0)).isEmpty();
    }
  }

  @Test
  void areFoundWhenEachPlaceIsNearerThanTheOneBefore() {
    var offered = new ArrayList<Offered>();
    for (int place = 0; place < 10_000; place++) {
      offered.add(Offered.of(place, 20_000 - place, 0));
    }
    List<Neighbour> nearest =
        offered.stream().map(Offered::measured).sorted(Comparator.naturalOrder()).limit(5).toList();

    assertThat(kept(new NearestChords(5), offered)).isEqualTo(nearest);
  }

  @Test
  void setNoLimitUntilThereAreEnough() {
    var chords = new NearestChords(2);
    chords.offer(0.5, 1);
    assertThat(chords.limit()).isInfinite();
    chords.offer(0.3, 2);
    assertThat(chords.limit()).isBetween(0.5, 0.5000001);
    chords.offer(0.4, 3);
    assertThat(chords.limit()).isBetween(0.4, 0.4000001);
    chords.drain(place -> 0);
    assertThat(chords.limit()).isInfinite();
  }
}
