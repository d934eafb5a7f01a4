package dev.p3.transport;

import java.util.Optional;

/**
 * Carries the values of a {@link MapReduce}. All transports give the same state to the bit. Without
 * state of its own between runs, so several threads may use one at once.
 *
 * <p>Those of this package are in {@link Transports}; one of another jar is found there too when
 * its {@code META-INF/services/dev.p3.transport.Transport} names its class, which has a public
 * constructor without parameters.
 */
public interface Transport {
  /** Where the blocks are while rounds run. */
  enum Home {
    /** In the driver, or in processes that the driver sends them to. */
    DRIVER,
    /** In executors of Spark. */
    EXECUTORS
  }

  /** Its name on the command line, in kebab case. */
  String name();

  /** What it is: one phrase, without a capital and a full stop. */
  String meaning();

  /** Where it wants the blocks. It takes them from elsewhere too, at the cost of moving them. */
  Home home();

  /** Whether it carries partials whose length differs, as those with keys do. */
  default boolean carriesKeys() {
    return true;
  }

  /**
   * Why it cannot run here, with what to do about it; empty when it can. Takes at most a second or
   * two; prints nothing and fails never.
   *
   * @param parts what it is to run on
   */
  Optional<String> whyNot(Parts<?> parts);

  /**
   * Runs rounds until a state is done. Starts and ends what it needs, also when it fails.
   *
   * @throws dev.p3.fault.JobFailedException as {@link MapReduce} throws it, or when what carries
   *     the values fails for good; the message says what to do
   */
  <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first);
}
