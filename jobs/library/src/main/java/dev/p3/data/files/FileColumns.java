package dev.p3.data.files;

import dev.p3.data.DataFormat;
import dev.p3.data.LocalFiles;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import dev.p3.table.CommonTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.orc.OrcUtils$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Looks whether the Parquet or ORC files of one input have the same columns. Spark takes those of
 * one file, and passes over what the others have besides.
 *
 * <p>Cost: reads the end of every file, {@value #AT_ONCE} at a time, on the driver; of the files
 * that one job of Spark wrote, which their names tell, only one.
 */
public final class FileColumns {
  private static final int AT_ONCE = 32;
  private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern OF_ONE_JOB =
      Pattern.compile(String.format(Locale.ROOT, "part-\\d+-(%s)[-.].*", UUID));

  private final StoredInput input;
  private final DataFormat format;
  private final boolean merges;
  private final Configuration hadoop;
  private final ParquetToSparkSchemaConverter parquetTypes;

  private FileColumns(SparkSession spark, StoredInput input, DataFormat format, boolean merges) {
    this.input = input;
    this.format = format;
    this.merges = merges;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.parquetTypes = new ParquetToSparkSchemaConverter(spark.sessionState().conf());
  }

  /**
   * Refuses files whose columns differ.
   *
   * @param files those that Spark reads
   * @param merges whether a file may lack columns, which are null there
   * @throws BadUsageException naming two files, a column, and its types
   * @throws JobFailedException when a file cannot be read
   */
  static void requireAlike(
      SparkSession spark,
      StoredInput input,
      DataFormat format,
      List<FileStatus> files,
      boolean merges) {
    List<FileStatus> ofEachJob = ofEachJob(files);
    if (ofEachJob.size() > 1) {
      new FileColumns(spark, input, format, merges).requireAlike(ofEachJob);
    }
  }

  /**
   * Refuses files of ORC that hold no rows, of which Spark says nothing that helps. What cannot be
   * read at all is left to Spark.
   *
   * @throws BadUsageException naming the file and what it holds
   */
  static void requireRows(SparkSession spark, StoredInput input) {
    var columns = new FileColumns(spark, input, DataFormat.ORC, false);
    for (FileStatus file : input.files()) {
      try {
        columns.ofOrc(file.getPath());
      } catch (IOException e) {
        return;
      }
    }
  }

  /**
   * The columns that Spark takes for those of a table of Parquet: of the first file. Spark starts a
   * job to look for them, which was a tenth of a short run in a warm session.
   *
   * @param input of one file at least
   * @return empty when the file cannot be read, of which Spark may tell more
   */
  static Optional<StructType> ofFirst(SparkSession spark, StoredInput input) {
    var columns = new FileColumns(spark, input, DataFormat.PARQUET, false);
    FileStatus first =
        Collections.min(input.files(), Comparator.comparing(file -> file.getPath().toString()));
    try (ParquetFileReader reader = columns.end(first)) {
      return Optional.of(
          ParquetFileFormat.readSchemaFromFooter(
              new Footer(first.getPath(), reader.getFooter()), columns.parquetTypes));
    } catch (Exception e) { // Parquet and Spark throw some that they do not declare
      return Optional.empty();
    }
  }

  /** The files, of those that one job of Spark wrote only the first. */
  public static List<FileStatus> ofEachJob(List<FileStatus> files) {
    var jobs = new LinkedHashMap<String, FileStatus>();
    for (FileStatus file : files) {
      Matcher name = OF_ONE_JOB.matcher(file.getPath().getName());
      jobs.putIfAbsent(name.matches() ? name.group(1) : file.getPath().toString(), file);
    }
    return List.copyOf(jobs.values());
  }

  /** What a function makes of each file, in their order; several at once. */
  static <T> List<T> ofEach(List<FileStatus> files, FileFunction<T> function) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, files.size()));
    try {
      var results = new ArrayList<T>();
      List<Callable<T>> calls =
          files.stream().<Callable<T>>map(file -> () -> function.of(file)).toList();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("Interrupted while files were looked at", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What is asked of each file. */
  @FunctionalInterface
  interface FileFunction<T> {
    T of(FileStatus file);
  }

  private void requireAlike(List<FileStatus> files) {
    List<Optional<StructType>> columns = ofEach(files, this::columns);
    Map<String, StructType> byFile = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      String path = LocalFiles.text(files.get(i).getPath());
      columns.get(i).ifPresent(schema -> byFile.put(path, schema));
    }
    var names = List.copyOf(byFile.keySet());
    for (String name : names.subList(Math.min(1, names.size()), names.size())) {
      ColumnDifference.first(byFile.get(names.get(0)), byFile.get(name), merges)
          .ifPresent(
              difference -> {
                throw new BadUsageException(message(names.get(0), name, difference));
              });
    }
  }

  private String message(String first, String other, ColumnDifference difference) {
    if (difference.isOfTypes()) {
      DataType left = difference.left().orElseThrow();
      DataType right = difference.right().orElseThrow();
      return String.format(
          Locale.ROOT,
          "Cannot read '%s' as one table: column %s is %s in '%s' and %s in '%s'; %s",
          input.location().text(),
          difference.column(),
          left.sql(),
          first,
          right.sql(),
          other,
          CommonTypes.exist(left, right)
              ? "give each as an input of its own"
              : "no type holds every value of both, so write them anew with one");
    }
    boolean isInFirst = difference.left().isPresent();
    return String.format(
        Locale.ROOT,
        "Cannot read '%s' as one table: column %s is in '%s' and not in '%s'; write %s,mergeSchema=true:%s to have every column, with nulls where a file lacks it",
        input.location().text(),
        difference.column(),
        isInFirst ? first : other,
        isInFirst ? other : first,
        format.prefix(),
        input.location().path());
  }

  private Optional<StructType> columns(FileStatus file) {
    try {
      return format == DataFormat.PARQUET ? ofParquet(file) : ofOrc(file.getPath());
    } catch (BadUsageException e) {
      throw e;
    } catch (Exception e) { // Spark throws some that it does not declare
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' as %s: %s",
              LocalFiles.text(file.getPath()),
              format.prefix(),
              Cause.firstLine(e)),
          e);
    }
  }

  private Optional<StructType> ofParquet(FileStatus file) throws IOException {
    try (ParquetFileReader reader = end(file)) {
      return Optional.of(parquetTypes.convert(reader.getFileMetaData().getSchema()));
    }
  }

  private ParquetFileReader end(FileStatus file) throws IOException {
    // Without a configuration, Parquet reads the files of Hadoop's anew, 8 ms.
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop)
            .withMetadataFilter(ParquetMetadataConverter.SKIP_ROW_GROUPS)
            .build();
    return ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop), options);
  }

  /** A file of ORC without rows may be one without columns, too. */
  private Optional<StructType> ofOrc(Path file) throws IOException {
    try (Reader reader = OrcFile.createReader(file, OrcFile.readerOptions(hadoop))) {
      TypeDescription type = reader.getSchema();
      requireRows(file, type);
      return type.getFieldNames().isEmpty()
          ? Optional.empty()
          : Optional.of(OrcUtils$.MODULE$.toCatalystSchema(type));
    }
  }

  private void requireRows(Path file, TypeDescription type) {
    if (type.getCategory() != TypeDescription.Category.STRUCT) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': '%s' holds values of ORC's type %s, and a table's rows are structs of columns; write the file anew with a struct for each row",
              input.location().text(),
              LocalFiles.text(file),
              type));
    }
  }
}
