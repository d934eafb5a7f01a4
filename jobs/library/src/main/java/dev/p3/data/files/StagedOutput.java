package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.CsvNulls;
import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.data.Fingerprint;
import dev.p3.data.Output;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An output directory that appears whole under its name, or not at all.
 *
 * <p>Rows are written to a hidden directory beside the output; {@link #commit} renames it. So a run
 * that fails or is killed leaves no directory that could be taken for a result, and with {@code
 * overwrite} the old result stays until the new one is complete. On object stores, where a rename
 * is a copy that can fail half-way, rows go to the output itself and {@code _SUCCESS} comes last.
 *
 * <p>Not thread-safe.
 */
public final class StagedOutput implements Output {
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "wasb", "wasbs");
  private static final String OLD = "-old";
  private static final Map<String, String> CODECS =
      Map.of("gz", "gzip", "bz2", "bzip2", "zst", "io.airlift.compress.zstd.ZstdCodec");

  private final DataLocation location;
  private final DataFormat format;
  private final boolean overwrite;
  private final FileSystem storage;
  private final Path target;
  private final Path staging;

  private StagedOutput(
      DataLocation location,
      DataFormat format,
      boolean overwrite,
      FileSystem storage,
      Path target) {
    this.location = location;
    this.format = format;
    this.overwrite = overwrite;
    this.storage = storage;
    this.target = target;
    this.staging =
        OBJECT_STORES.contains(storage.getUri().getScheme())
            ? target
            : new Path(target.getParent(), stagingPrefix(target) + ownSuffix());
  }

  /**
   * Checks that the output can be written, before any work is done; deletes what runs of this
   * machine that were killed left of the same output, or gives the old output its name back.
   *
   * @param overwrite whether an output that exists may be replaced
   * @throws BadUsageException when it exists and may not be replaced, is not an output of Spark,
   *     has no format, or cannot be reached
   */
  public static StagedOutput prepare(
      DataLocation location, boolean overwrite, Configuration hadoop) {
    DataFormat format =
        location
            .format()
            .orElseThrow(
                () ->
                    cannotWrite(
                        location,
                        String.format(
                            Locale.ROOT,
                            "its name tells no format; write it before the path, such as parquet:%s (one of %s)",
                            location.path(),
                            String.join(", ", DataFormat.prefixes()))));
    FormatOptions.requireWritable(location, format);
    try {
      var named = new Path(location.path());
      FileSystem storage = FileSchemes.open(named, hadoop);
      Path target = storage.makeQualified(named);
      if (target.getParent() == null) {
        throw cannotWrite(location, "it is the root of its file system");
      }
      checkParents(location, storage, target);
      var output = new StagedOutput(location, format, overwrite, storage, target);
      output.clearLeftovers();
      checkExisting(location, storage, target, overwrite);
      output.checkPlace();
      return output;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof BadUsageException usage) {
        throw usage;
      }
      throw cannotWrite(location, Cause.firstLine(e));
    }
  }

  @Override
  public Written write(Dataset<Row> rows) throws IOException {
    if (format == DataFormat.CSV) {
      CsvText.requireFlat(rows.schema(), location.text());
    }
    Map<String, String> options = options();
    Dataset<Row> written = rows;
    if (format == DataFormat.CSV) {
      written = CsvNulls.escaped(rows, options);
      options = CsvNulls.written(rows.schema(), options);
    }
    if (format == DataFormat.TEXT) {
      requireOneTextColumn(rows);
      written = TextOutput.checked(rows, location.text());
    }
    if (format != DataFormat.PARQUET && format != DataFormat.ORC) {
      String compression = DataFormat.compression(target.getName());
      if (!compression.isEmpty()) {
        options.putIfAbsent("compression", CODECS.getOrDefault(compression, compression));
      }
    }
    SaveMode mode = staging.equals(target) ? SaveMode.Overwrite : SaveMode.ErrorIfExists;
    written.write().format(format.prefix()).options(options).mode(mode).save(staging.toString());
    return new Written(
        OptionalLong.empty(), Optional.of(Fingerprint.ofDirectory(staging, storage.getConf())));
  }

  /** Where the format keeps no types every column is text. */
  @Override
  public Dataset<Row> read(SparkSession spark, StructType schema) {
    Map<String, String> options = options();
    if (format == DataFormat.CSV) {
      CsvText.READING.forEach(options::putIfAbsent);
    }
    StructType stored = schema;
    if (format != DataFormat.PARQUET && format != DataFormat.ORC) {
      stored = new StructType();
      for (String column : schema.fieldNames()) {
        stored = stored.add(column, DataTypes.StringType);
      }
    }
    boolean hasUsualNulls = format == DataFormat.CSV && CsvNulls.areUsual(location.options());
    if (hasUsualNulls) {
      options.putAll(CsvNulls.read(schema));
    }
    Dataset<Row> rows =
        spark
            .read()
            .format(format.prefix())
            .options(options)
            .schema(stored)
            .load(target.toString());
    return hasUsualNulls ? CsvNulls.unescaped(rows) : rows;
  }

  private Map<String, String> options() {
    var options = new HashMap<String, String>();
    switch (format) {
      case CSV -> {
        options.put("header", "true");
        options.putAll(CsvText.OPTIONS);
      }
      case JSON -> {
        options.put("ignoreNullFields", "false"); // a column stays, though it is null everywhere
        options.putAll(CsvText.WHOLE_TIMESTAMPS);
      }
      case TEXT, PARQUET, ORC -> {}
    }
    options.putAll(location.options());
    return options;
  }

  private void requireOneTextColumn(Dataset<Row> rows) {
    StructType schema = rows.schema();
    if (schema.length() != 1 || !schema.apply(0).dataType().equals(DataTypes.StringType)) {
      throw cannotWrite(
          location,
          String.format(
              Locale.ROOT,
              "its columns are %s, and text holds one column of STRING; write csv: instead",
              schema.toDDL()));
    }
  }

  @Override
  public void attach(String name, AtomicFile.Content content) throws IOException {
    try (OutputStream out = storage.create(new Path(staging, name))) {
      content.writeTo(out);
    }
  }

  @Override
  public DataLocation location() {
    return location;
  }

  /**
   * Renames the directory.
   *
   * @throws JobFailedException when the output appeared since {@link #prepare} and may not be
   *     replaced, or the file system refuses to rename
   */
  @Override
  public void commit() throws IOException {
    if (staging.equals(target)) {
      return;
    }
    if (!storage.exists(target)) {
      rename(staging, target);
      return;
    }
    if (!overwrite) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': somebody else has written it meanwhile",
              location.text()));
    }
    Path old = new Path(target.getParent(), staging.getName() + OLD);
    rename(target, old);
    try {
      rename(staging, target);
    } catch (IOException | JobFailedException e) {
      rename(old, target);
      throw e;
    }
    storage.delete(old, true);
  }

  @Override
  public void discard() throws IOException {
    if (!staging.equals(target)) {
      storage.delete(staging, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!storage.rename(from, to)) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': renaming %s to %s was refused",
              location.text(),
              from,
              to));
    }
    // Some file systems move a directory into one that appeared under the new name meanwhile.
    Path inside = new Path(to, from.getName());
    if (storage.exists(inside)) {
      storage.delete(inside, true);
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': somebody else has written it meanwhile",
              location.text()));
    }
  }

  /** Makes the directory and deletes it again: no other question gets a sure answer. */
  private void checkPlace() throws IOException {
    if (staging.equals(target)) {
      return;
    }
    if (!storage.mkdirs(staging)) {
      throw cannotWrite(location, "no directory can be made in " + target.getParent());
    }
    storage.delete(staging, true);
  }

  private void clearLeftovers() throws IOException {
    if (staging.equals(target) || !storage.exists(target.getParent())) {
      return;
    }
    Pattern leftover =
        Pattern.compile(Pattern.quote(stagingPrefix(target)) + "(\\d+)-[0-9a-f]{8}(" + OLD + ")?");
    for (FileStatus sibling : storage.listStatus(target.getParent())) {
      Matcher name = leftover.matcher(sibling.getPath().getName());
      if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
        clearLeftover(sibling.getPath(), name.group(2) != null);
      }
    }
  }

  /** An old output without its successor is what a run left that was killed while it renamed. */
  private void clearLeftover(Path leftover, boolean old) throws IOException {
    if (old && !storage.exists(target)) {
      rename(leftover, target);
    } else {
      storage.delete(leftover, true);
    }
  }

  /** The process, and what tells two runs of it apart. */
  private static String ownSuffix() {
    return String.format(
        Locale.ROOT,
        "%d-%s",
        ProcessHandle.current().pid(),
        UUID.randomUUID().toString().substring(0, 8));
  }

  /** Names the machine, because a process id means something there only. */
  private static String stagingPrefix(Path target) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return String.format(Locale.ROOT, ".%s.p3-%s-", target.getName(), host);
  }

  private static void checkParents(DataLocation location, FileSystem storage, Path target)
      throws IOException {
    for (Path parent = target.getParent(); parent != null; parent = parent.getParent()) {
      if (storage.exists(parent)) {
        if (!storage.getFileStatus(parent).isDirectory()) {
          throw cannotWrite(location, parent.toUri().getPath() + " is a file, not a directory");
        }
        return;
      }
    }
  }

  private static void checkExisting(
      DataLocation location, FileSystem storage, Path target, boolean overwrite)
      throws IOException {
    if (!storage.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw Output.exists(location);
    }
    if (!looksLikeOutput(storage, target)) {
      throw cannotWrite(
          location,
          "it exists and is not an output of Spark (a directory of part files), so --overwrite does not replace it; delete it yourself or choose another name");
    }
  }

  private static boolean looksLikeOutput(FileSystem storage, Path target) throws IOException {
    if (!storage.getFileStatus(target).isDirectory()) {
      return false;
    }
    return Arrays.stream(storage.listStatus(target))
        .map(file -> file.getPath().getName())
        .allMatch(
            name ->
                name.startsWith("part-")
                    || name.startsWith("_")
                    || name.matches("\\..*\\.crc")
                    || name.contains("="));
  }

  private static BadUsageException cannotWrite(DataLocation location, String reason) {
    return new BadUsageException(
        String.format(Locale.ROOT, "Cannot write '%s': %s", location.text(), reason));
  }
}
