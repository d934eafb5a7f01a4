package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which run has added a batch, of those that staged it. Whoever finds the record can finish what
 * that run has begun.
 *
 * @param content as {@link dev.p3.data.StreamOutput.Batch} has it
 * @param staging the name of the directory in which the batch was written
 * @param files the names of its data files there
 */
record BatchRecord(String content, String staging, List<String> files) {
  private static final String FILE = "file.";

  /**
   * Writes the record unless there is one.
   *
   * @return whether this one is there now
   */
  boolean create(FileSystem storage, Path path) throws IOException {
    var words = new Properties();
    words.setProperty("content", content);
    words.setProperty("staging", staging);
    for (int i = 0; i < files.size(); i++) {
      words.setProperty(FILE + i, files.get(i));
    }
    return AtomicFile.create(storage, path, out -> words.store(out, "a batch of a stream"));
  }

  /** Reads a record, if it is there. */
  static Optional<BatchRecord> read(FileSystem storage, Path path) throws IOException {
    var words = new Properties();
    try (InputStream in = storage.open(path)) {
      words.load(in);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    var files = new ArrayList<String>();
    for (int i = 0; words.getProperty(FILE + i) != null; i++) {
      files.add(words.getProperty(FILE + i));
    }
    return Optional.of(
        new BatchRecord(words.getProperty("content"), words.getProperty("staging"), files));
  }
}
