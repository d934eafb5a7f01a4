package dev.p3.data.files;

import dev.p3.data.CompressedFile;
import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Tells text from what was given as text by mistake. */
public final class TextCheck {
  private static final int BYTES_LOOKED_AT = 8192;
  private static final int FILES_LOOKED_AT = 100;

  private TextCheck() {}

  /**
   * Looks for a NUL byte, which text in a one-byte encoding or in UTF-8 never holds, at the
   * beginning of the first hundred files. {@code text,binary=true:PATH} is not checked.
   *
   * @throws BadUsageException naming the file and the place
   */
  public static void requireText(StoredInput input, Charset encoding, Configuration hadoop) {
    DataLocation location = input.location();
    boolean isTable = location.statedFormat().orElse(DataFormat.TEXT) != DataFormat.TEXT;
    if (isTable
        || Utf16Lines.isWide(encoding)
        || location.options().getOrDefault("binary", "false").equals("true")) {
      return;
    }
    input.files().stream()
        .limit(FILES_LOOKED_AT)
        .forEach(file -> requireText(file, location, hadoop));
  }

  private static void requireText(FileStatus file, DataLocation location, Configuration hadoop) {
    Optional<DataFormat> format = DataFormat.ofFileName(file.getPath().getName());
    if (format.equals(Optional.of(DataFormat.PARQUET))
        || format.equals(Optional.of(DataFormat.ORC))) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' as text: it is binary; write %s:%s to read its lines from a column",
              location.text(),
              format.get().prefix(),
              location.path()));
    }
    byte[] start = start(file.getPath(), hadoop);
    for (int i = 0; i < start.length; i++) {
      if (start[i] == 0) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot read '%s' as text: %s has a NUL byte at offset %,d, so it is binary, or text in UTF-16 (then pass --encoding UTF-16); write text,binary=true:%s to read it all the same",
                location.text(),
                file.getPath().getName(),
                i,
                location.path()));
      }
    }
  }

  private static byte[] start(Path file, Configuration hadoop) {
    try (InputStream text = CompressedFile.open(file, hadoop)) {
      return text.readNBytes(BYTES_LOOKED_AT);
    } catch (IOException | RuntimeException e) {
      // A damaged file is reported with its name when the job reads it.
      return new byte[0];
    }
  }
}
