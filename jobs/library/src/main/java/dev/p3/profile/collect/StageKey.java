package dev.p3.profile.collect;

/** An attempt of a stage. */
record StageKey(int stage, int attempt) {}
