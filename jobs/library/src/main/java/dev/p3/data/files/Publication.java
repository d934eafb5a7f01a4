package dev.p3.data.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What becomes of the files that a run has staged.
 *
 * @param staging the name of the directory where they are
 * @param isPublished whether they are the output; else they never will be
 * @param files their names below it
 * @param replaced the names, below the output, of the files that they replace
 */
record Publication(String staging, boolean isPublished, List<String> files, List<String> replaced) {
  private static final String FILES = "files";
  private static final String REPLACED = "replaced";

  static Publication of(String staging, List<String> files, List<String> there) {
    List<String> replaced =
        there.stream().filter(file -> !file.startsWith("_p3/") && !files.contains(file)).toList();
    return new Publication(staging, true, files, replaced);
  }

  static Publication never(String staging) {
    return new Publication(staging, false, List.of(), List.of());
  }

  void writeTo(OutputStream out) throws IOException {
    var words = new Properties();
    words.setProperty("staging", staging);
    words.setProperty("published", Boolean.toString(isPublished));
    add(words, FILES, files);
    add(words, REPLACED, replaced);
    words.store(out, "what a run has staged");
  }

  /** Reads one; empty when it is gone, or is not there whole. */
  static Optional<Publication> read(FileSystem storage, Path path) throws IOException {
    var words = new Properties();
    try (InputStream in = storage.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      words.load(new StringReader(text.substring(0, text.lastIndexOf('\n') + 1)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    String staging = words.getProperty("staging");
    String published = words.getProperty("published");
    Optional<List<String>> files = list(words, FILES);
    Optional<List<String>> replaced = list(words, REPLACED);
    return staging == null || published == null || files.isEmpty() || replaced.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Publication(staging, Boolean.parseBoolean(published), files.get(), replaced.get()));
  }

  private static void add(Properties words, String name, List<String> list) {
    words.setProperty(name, Integer.toString(list.size()));
    for (int i = 0; i < list.size(); i++) {
      words.setProperty(name + "." + i, list.get(i));
    }
  }

  private static Optional<List<String>> list(Properties words, String name) {
    var list = new ArrayList<String>();
    int size = Integer.parseInt(words.getProperty(name, "-1"));
    for (int i = 0; i < size; i++) {
      String value = words.getProperty(name + "." + i);
      if (value == null) {
        return Optional.empty();
      }
      list.add(value);
    }
    return size < 0 ? Optional.empty() : Optional.of(list);
  }
}
