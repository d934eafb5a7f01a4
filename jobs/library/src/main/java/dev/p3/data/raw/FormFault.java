package dev.p3.data.raw;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with the form of a row, or of its file's header.
 *
 * @param code to group by
 * @param reason in words
 * @param column the wanted column that a header's fault is about; empty for the row or header as a
 *     whole
 */
record FormFault(RowFault code, String reason, String column) {
  FormFault(RowFault code, String reason) {
    this(code, reason, "");
  }

  /** Several of a header as one, under the code of the first; null when there is none. */
  static FormFault ofAll(List<FormFault> faults) {
    return faults.isEmpty()
        ? null
        : new FormFault(
            faults.get(0).code,
            faults.stream().map(FormFault::reason).collect(Collectors.joining("; ")));
  }
}
