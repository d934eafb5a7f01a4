package dev.p3.patterns.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestHeapTest {
  @Test
  void keepsTheNearestInOrderAndIsEmptyThereafter() {
    var random = new Random(4);
    for (int k : new int[] {1, 2, 3, 7, 64}) {
      var heap = new NearestHeap(k);
      for (int round = 0; round < 200; round++) {
        int offered = random.nextInt(2 * k + 2);
        var all = new ArrayList<Neighbour>();
        for (int place = 0; place < offered; place++) {
          all.add(new Neighbour(random.nextInt(10), place));
        }
        List<Neighbour> nearest = all.stream().sorted().limit(k).toList();
        java.util.Collections.shuffle(all, random);
        all.forEach(neighbour -> heap.offer(neighbour.kilometres(), neighbour.place()));

        assertThat(heap.drain()).isEqualTo(nearest);
        assertThat(heap.drain()).isEmpty();
      }
    }
  }
}
