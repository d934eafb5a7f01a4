package dev.p3.runner;

import java.util.Map;

/** The rules that the jobs stand for, each in one sentence. */
final class Rules {
  private static final Map<String, String> SENTENCE_BY_PATTERN =
      Map.of(
          "leverage",
          "Leverage existing code: parts that many people have used and corrected come before code of your own.",
          "evolve",
          "Let a model evolve step by step, from a plain loop to compiled code, with the same answer at every step.",
          "profile",
          "Profile speed and memory before you change anything.",
          "minimize",
          "Keep the minimum of information at hand, and never discover again what is already known.",
          "separate",
          "Separate those who produce and consume information from the way in which it travels.",
          "transport",
          "Know the communication technologies, and write a parallel map or map-reduce that runs on any of them.",
          "map-reduce",
          "Combine before you send, so that what crosses the network grows with the answer and not with the input.",
          "scope",
          "Give a parallel function its names and values as one self-contained record, and let it capture nothing else.",
          "serialize",
          "Lean on a good serializer: what is written and read for every record decides what a shuffle costs.");

  private Rules() {}

  /** The rule of a job's pattern; the pattern's name when there is no sentence for it. */
  static String sentence(String pattern) {
    return SENTENCE_BY_PATTERN.getOrDefault(pattern, pattern);
  }
}
