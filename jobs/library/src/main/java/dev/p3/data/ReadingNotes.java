package dev.p3.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What there is to say about inputs once they have been read, such as that a column was never
 * there. For one run; not thread-safe.
 */
public final class ReadingNotes {
  private final List<Supplier<List<String>>> notes = new ArrayList<>();

  /**
   * Adds what may be said.
   *
   * @param sentences is asked after the rows were read; each sentence begins in lower case
   */
  public void add(Supplier<List<String>> sentences) {
    notes.add(sentences);
  }

  /** All that is to be said, without repetitions; to be asked after the rows were read. */
  public List<String> sentences() {
    return notes.stream().flatMap(note -> note.get().stream()).distinct().toList();
  }
}
