package dev.p3.data.files;

import dev.p3.data.LocalFiles;
import dev.p3.data.StoredInput;
import dev.p3.data.raw.CsvHeader;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Looks at the headers of the CSV files of one input before anything is read: Spark gives columns
 * names of its own where a header has none or one twice, and then finds that the header differs.
 *
 * <p>Cost: reads the beginning of every file, as {@link FileColumns} reads its end.
 */
final class CsvHeaders {
  private static final int LONGEST_LIST = 20;

  private CsvHeaders() {}

  /**
   * Refuses a header without a name for a column or with one name twice, and files whose headers
   * differ.
   *
   * @param files those that Spark reads
   * @param options of the reader
   * @throws BadUsageException naming the file and every fault of its header, or both files
   */
  static void require(
      StoredInput input,
      List<FileStatus> files,
      Map<String, String> options,
      Configuration hadoop) {
    List<FileStatus> ofEachJob = FileColumns.ofEachJob(files);
    if (ofEachJob.isEmpty()) {
      return;
    }
    List<Optional<List<String>>> headers =
        FileColumns.ofEach(ofEachJob, file -> CsvHeader.names(file, options, hadoop));
    FileStatus first = null;
    List<String> expected = null;
    for (int i = 0; i < headers.size(); i++) {
      if (headers.get(i).isEmpty()) {
        continue;
      }
      List<String> found = headers.get(i).get();
      if (expected == null) {
        first = ofEachJob.get(i);
        expected = found;
        requireNames(input, first, expected, options.get("nullValue"));
      } else if (!areAlike(expected, found)) {
        throw new BadUsageException(message(input, first, expected, ofEachJob.get(i), found));
      }
    }
  }

  private static void requireNames(
      StoredInput input, FileStatus file, List<String> names, String nullValue) {
    var reasons = new ArrayList<String>();
    var unnamed = new ArrayList<String>();
    var seen = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty() || name.equals(nullValue)) {
        unnamed.add(Integer.toString(i + 1));
      } else if (!seen.add(name)) {
        reasons.add(twice(names, i));
      }
    }
    if (!unnamed.isEmpty()) {
      boolean endsInSeparator =
          unnamed.size() == 1 && unnamed.get(0).equals(Integer.toString(names.size()));
      reasons.add(
          String.format(
              Locale.ROOT,
              "its header has no name for column %s%s",
              String.join(", ", unnamed),
              endsInSeparator ? ", because it ends in a separator" : ""));
    }
    var faults = new Faults();
    for (String reason : reasons) {
      faults.add(
          "Cannot read '%s': %s (it is %s); give each column a name of its own, or write csv,enforceSchema=true:%s to have Spark name them",
          LocalFiles.text(file.getPath()), reason, list(names), input.location().path());
    }
    faults.throwIfAny();
  }

  private static String twice(List<String> names, int second) {
    String name = names.get(second);
    int first =
        names.stream().filter(name::equalsIgnoreCase).findFirst().map(names::indexOf).orElseThrow();
    return name.equals(names.get(first))
        ? String.format(Locale.ROOT, "its header has column '%s' twice", name)
        : String.format(
            Locale.ROOT,
            "its header has columns '%s' and '%s', which differ in case alone",
            names.get(first),
            name);
  }

  private static boolean areAlike(List<String> expected, List<String> found) {
    return expected.size() == found.size()
        && isSame(String.join("\n", expected), String.join("\n", found));
  }

  private static boolean isSame(String one, String other) {
    return one.equalsIgnoreCase(other);
  }

  private static String message(
      StoredInput input,
      FileStatus first,
      List<String> expected,
      FileStatus other,
      List<String> found) {
    Comparator<String> order = String.CASE_INSENSITIVE_ORDER;
    boolean isOtherOrder =
        areAlike(expected.stream().sorted(order).toList(), found.stream().sorted(order).toList());
    String remedy =
        isOtherOrder
            ? "the same names in another order; give each as an input of its own"
            : expected.size() == found.size()
                ? String.format(
                    Locale.ROOT,
                    "name the columns alike, or write csv,enforceSchema=true:%s to take them by position",
                    input.location().path())
                : "give the files the same columns";
    return String.format(
        Locale.ROOT,
        "Cannot read '%s' as one table: the header of '%s' is %s, and that of '%s' is %s; %s",
        input.location().text(),
        LocalFiles.text(first.getPath()),
        list(expected),
        LocalFiles.text(other.getPath()),
        list(found),
        remedy);
  }

  private static String list(List<String> names) {
    return names.size() <= LONGEST_LIST
        ? String.join(",", names)
        : String.format(
            Locale.ROOT,
            "%s,… (%d columns)",
            String.join(",", names.subList(0, LONGEST_LIST)),
            names.size());
  }
}
