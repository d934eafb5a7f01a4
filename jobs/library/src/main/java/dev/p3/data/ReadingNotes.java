package dev.p3.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What there is to say about inputs: that a column has another type than expected, or, once they
 * have been read, that it was never there. For one run; not thread-safe.
 */
public final class ReadingNotes {
  private final List<String> remarks = new ArrayList<>();
  private final List<Supplier<List<String>>> warnings = new ArrayList<>();

  /** Adds a phrase about an input. */
  public void remark(String phrase) {
    remarks.add(phrase);
  }

  /**
   * Adds what may have to be warned of.
   *
   * @param sentences is asked after the rows were read; each sentence begins in lower case
   */
  public void warnOf(Supplier<List<String>> sentences) {
    warnings.add(sentences);
  }

  /** Phrases, without repetitions. */
  public List<String> remarks() {
    return remarks.stream().distinct().toList();
  }

  /** All that is to be warned of, without repetitions; to be asked after the rows were read. */
  public List<String> warnings() {
    return warnings.stream().flatMap(note -> note.get().stream()).distinct().toList();
  }
}
