package dev.p3.job;

import dev.p3.scope.Scopes;

/**
 * One way to do a job: a name bound to a function, so that a job never meets the name of a variant
 * that it does not have. The first variant of a job is the pattern; the others are its twins, the
 * code people write first. All give the same rows.
 *
 * <p>Immutable; no component is null.
 *
 * @param <O> the job's options record
 * @param <R> the job's result record
 * @param name its name on the command line, in kebab case
 * @param meaning one phrase; line breaks in it mean nothing
 * @param work what it does
 * @param isSlow whether it takes so long that the tour compares it on a part of the sample
 */
public record Variant<O extends Record, R extends Record & JobResult>(
    String name, String meaning, Work<O, R> work, boolean isSlow) {

  /** The function of a variant; without state, so that several threads may call it at once. */
  @FunctionalInterface
  public interface Work<O extends Record, R extends Record & JobResult> {
    /** Describes the work, as {@link PatternJob#run} says. */
    Outcome<R> run(Inputs inputs, O options, Scopes scopes);
  }

  public Variant {
    meaning = Prose.line(meaning);
  }

  /** A variant that is not slow. */
  public Variant(String name, String meaning, Work<O, R> work) {
    this(name, meaning, work, false);
  }
}
