package dev.p3.run.stream;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.p3.console.Json;
import dev.p3.data.AtomicFile;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which stream a checkpoint belongs to: another one would take its files for read. */
final class StreamCheckpoint {
  private static final String ID = "id";

  private StreamCheckpoint() {}

  /**
   * Notes the stream in a new checkpoint, or compares it with the note.
   *
   * @return what tells the stream from every other one
   * @throws BadUsageException naming each difference, when the checkpoint is another stream's
   */
  static String claim(String directory, Map<String, Object> identity, Configuration hadoop)
      throws IOException {
    Path note = new Path(directory, "p3.json");
    FileSystem storage = note.getFileSystem(hadoop);
    if (!storage.exists(note)) {
      if (storage.exists(new Path(directory, "metadata"))) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot use checkpoint '%s': it is that of another program; name another directory",
                directory));
      }
      String id = UUID.randomUUID().toString();
      var named = new TreeMap<>(identity);
      named.put(ID, id);
      AtomicFile.create(storage, note, out -> Json.PLAIN.writeValue(out, named));
      return id;
    }
    Map<String, Object> noted;
    try (InputStream in = storage.open(note)) {
      noted = Json.PLAIN.readValue(in, new TypeReference<>() {});
    }
    String id = String.valueOf(noted.remove(ID));
    var keys = new TreeSet<>(identity.keySet());
    keys.addAll(noted.keySet());
    var faults = new Faults();
    for (String key : keys) {
      if (!Objects.equals(noted.get(key), identity.get(key))) {
        faults.add(
            "Cannot use checkpoint '%s': its %s is %s, not %s; name another directory, or pass the original arguments",
            directory, key, noted.get(key), identity.get(key));
      }
    }
    faults.throwIfAny();
    return id;
  }
}
