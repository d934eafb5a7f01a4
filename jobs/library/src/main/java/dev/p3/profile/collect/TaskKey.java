package dev.p3.profile.collect;

/** An attempt of a task. */
record TaskKey(int stage, int stageAttempt, int partition, int attempt) {
  /** Of work that belongs to no task. */
  static final TaskKey NONE = new TaskKey(-1, 0, -1, 0);
}
