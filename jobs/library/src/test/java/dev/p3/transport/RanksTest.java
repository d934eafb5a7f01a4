package dev.p3.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RanksTest {
  private static final String HOST = "127.0.0.1";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8})
  void everyRankGetsTheTotalOfAllWhateverTheirNumberAndStrangersGetNothing(int size)
      throws Exception {
    byte[] secret = Handshake.secret();
    var reports = new ConcurrentLinkedQueue<Integer>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (var rendezvous =
        new Rendezvous(
            HOST, size, secret, number(7), bytes -> reports.add(ByteBuffer.wrap(bytes).getInt()))) {
      try (var stranger = new Socket(HOST, rendezvous.address().getPort())) {
        stranger.getOutputStream().write(new byte[100]);
        List<Future<long[]>> totals = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
          var meeting = new Ranks.Meeting(rank, size, 0, rendezvous.address(), secret, () -> false);
          totals.add(threads.submit(() -> twoTotals(meeting)));
        }
        for (Future<long[]> total : totals) {
          assertThat(total.get()).containsExactly(7, (1L << size) - 1, 2 * ((1L << size) - 1));
        }
      }
      assertThat(reports).containsExactly(42);
      assertThat(rendezvous.strangers()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The state to begin with, and the totals of two rounds. */
  private static long[] twoTotals(Ranks.Meeting meeting) throws Exception {
    try (Ranks ranks = Ranks.meet(meeting, HOST)) {
      long mine = 1L << meeting.rank();
      long[] first = ranks.total(new long[] {mine}, Wire.longs(), RanksTest::sum);
      long[] second = ranks.total(new long[] {2 * mine}, Wire.longs(), RanksTest::sum);
      if (meeting.rank() == 0) {
        ranks.report(number(42));
      }
      ranks.end();
      return new long[] {ByteBuffer.wrap(ranks.state()).getInt(), first[0], second[0]};
    }
  }

  private static long[] sum(long[] one, long[] other) {
    return new long[] {one[0] + other[0]};
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
