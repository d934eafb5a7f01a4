package dev.p3.job;

import java.util.List;

/**
 * A job's result record: figures about the run that are not rows. Its components are what {@code
 * run.json} shows as {@code metrics}.
 */
public interface JobResult {
  /** What the user should be told, as sentences without full stops; empty when all is plain. */
  default List<String> remarks() {
    return List.of();
  }

  /** What is probably not as the user wants it, as sentences. */
  default List<String> warnings() {
    return List.of();
  }
}
