package dev.p3.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import scala.Option;

/**
 * Spark's own way to write files, but with the committer that a file system has of its own, such as
 * S3A's magic one, which renames nothing: what Spark has in a package of its own (hadoop-cloud).
 * Where a scheme has no factory of committers, or that gives the usual one, files are committed as
 * without this. Rows of Parquet are written by {@link PlainParquetRows}.
 *
 * <p>Named by the setting {@code spark.sql.sources.commitProtocolClass}.
 */
public final class StoreCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
  private static final long serialVersionUID = 1L;

  private final String output;
  private final boolean replacesPartitions;
  private transient PathOutputCommitter own;

  /** As Spark calls it. */
  public StoreCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
    super(jobId, path, dynamicPartitionOverwrite);
    this.output = path;
    this.replacesPartitions = dynamicPartitionOverwrite;
  }

  @Override
  public OutputCommitter setupCommitter(TaskAttemptContext context) {
    try {
      var path = new Path(output);
      String scheme = path.getFileSystem(context.getConfiguration()).getUri().getScheme();
      String factory =
          String.format(
              Locale.ROOT, PathOutputCommitterFactory.COMMITTER_FACTORY_SCHEME_PATTERN, scheme);
      if (context.getConfiguration().get(factory) != null && !replacesPartitions) {
        PathOutputCommitter committer = PathOutputCommitterFactory.createCommitter(path, context);
        if (!(committer instanceof FileOutputCommitter)) {
          own = committer;
          return committer;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return super.setupCommitter(context);
  }

  @Override
  public void setupTask(TaskAttemptContext context) {
    PlainParquetRows.insteadOfSparks(context.getConfiguration());
    super.setupTask(context);
  }

  @Override
  public String newTaskTempFile(
      TaskAttemptContext context, Option<String> directory, FileNameSpec name) {
    if (own == null) {
      return super.newTaskTempFile(context, directory, name);
    }
    try {
      Path work = own.getWorkPath();
      Path folder = directory.isDefined() ? new Path(work, directory.get()) : work;
      return new Path(folder, getFilename(context, name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
