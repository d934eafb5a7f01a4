package dev.p3.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a run of rounds came to.
 *
 * @param last the state that was done
 * @param figures {@link MapReduce#figures} of the state after each round, in order
 * @param bytesMoved states and partials that crossed between threads of different processes, or
 *     from one executor of Spark to another, all rounds together; without what carries them
 * @param processes how many worked on blocks
 * @param nanos wall time of the rounds, without loading data and starting processes
 * @param <S> the state
 */
public record Rounds<S extends Record>(
    S last, List<double[]> figures, long bytesMoved, int processes, long nanos) {

  public Rounds {
    figures = List.copyOf(figures);
  }

  /** How many rounds there were. */
  public int count() {
    return figures.size();
  }

  /**
   * Runs rounds one after the other from here.
   *
   * @param round gives all partials of a round combined, for its state
   * @return without moved bytes, of one process
   */
  public static <S extends Record, P> Rounds<S> run(
      MapReduce<?, S, P> job, S first, Function<S, P> round) {
    long start = System.nanoTime();
    var figures = new ArrayList<double[]>();
    S state = first;
    while (!job.isDone(state)) {
      state = job.finish(round.apply(state), state);
      figures.add(job.figures(state));
    }
    return new Rounds<>(state, figures, 0, 1, System.nanoTime() - start);
  }

  /** The same with what a transport counted. */
  public Rounds<S> moved(long bytes, int inProcesses) {
    return new Rounds<>(last, figures, bytes, inProcesses, nanos);
  }
}
