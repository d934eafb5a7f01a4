package dev.p3.transport;

import java.io.Serializable;

/**
 * A computation in rounds, as pure functions that do not know what carries their values. A round
 * maps every block to a partial result, combines all partials, and finishes with the state of the
 * next round:
 *
 * <pre>
 *   state ─┬─► map(block, state) ─┐
 *          ├─► map(block, state) ─┼─► combine ─► finish(total, state) ─► next state ─► … isDone
 *          └─► map(block, state) ─┘
 * </pre>
 *
 * <p>{@link #combine} is associative and commutative <em>exactly</em>, to the bit, so the result
 * does not depend on how blocks are spread over processes or on the order in which partials arrive:
 * sums of doubles are taken on a {@link Grid}. {@link #finish} may run in every process, and gives
 * the same state in each.
 *
 * <p>An implementation holds constants only. It is sent to other processes by Java serialization,
 * once for a run; blocks, states and partials travel by their {@link Wire}. Several threads call it
 * at once. Nothing is null.
 *
 * @param <B> a block of input, for example {@link ColumnBlock}
 * @param <S> what every block needs to know in a round
 * @param <P> a partial result
 */
public interface MapReduce<B, S extends Record, P> extends Serializable {
  /** The partial result of no block at all: {@code combine(zero, p)} equals {@code p}. */
  P zero(S state);

  /** The partial result of one block. */
  P map(B block, S state);

  /**
   * The partial result of both. It may change and return {@code one}, never {@code other}: the
   * caller uses {@code one} no more.
   */
  P combine(P one, P other, S state);

  /**
   * The state of the next round.
   *
   * @param total all partials of the round, combined; {@link #zero} when there is no block
   */
  S finish(P total, S state);

  /** Whether a state is the last: no round follows it. */
  boolean isDone(S state);

  /** Figures of the round that gave this state, to be kept by the driver; by default none. */
  default double[] figures(S state) {
    return new double[0];
  }

  /**
   * Whether in a round of this state a partial is a {@code long[]}, always of the same length, and
   * {@link #combine} adds element to element, wrapping around: what a sum over all processes does.
   */
  default boolean addsUp(S state) {
    return false;
  }

  /** How blocks travel. */
  Wire<B> blocks();

  /** How states travel. */
  Wire<S> states();

  /** How partials travel. */
  Wire<P> partials();
}
