package dev.p3.data.files;

import dev.p3.fault.Cause;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** Opens file systems, and says what to add for one whose classes are missing. */
public final class FileSchemes {
  /** The package that brings each; HADOOP stands for the version that runs. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("s3a", "org.apache.hadoop:hadoop-aws:HADOOP"),
          Map.entry("abfs", "org.apache.hadoop:hadoop-azure:HADOOP"),
          Map.entry("abfss", "org.apache.hadoop:hadoop-azure:HADOOP"),
          Map.entry("wasb", "org.apache.hadoop:hadoop-azure:HADOOP"),
          Map.entry("wasbs", "org.apache.hadoop:hadoop-azure:HADOOP"),
          Map.entry("adl", "org.apache.hadoop:hadoop-azure-datalake:HADOOP"),
          Map.entry("oss", "org.apache.hadoop:hadoop-aliyun:HADOOP"),
          Map.entry("cosn", "org.apache.hadoop:hadoop-cos:HADOOP"),
          Map.entry("gs", "com.google.cloud.bigdataoss:gcs-connector:hadoop3-VERSION"));

  private FileSchemes() {}

  /**
   * The file system of a path.
   *
   * @throws IOException whose message says what to do when the path's scheme has none, or one that
   *     lists no directories
   */
  public static FileSystem open(Path path, Configuration hadoop) throws IOException {
    String scheme = path.toUri().getScheme();
    if ("http".equals(scheme) || "https".equals(scheme)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not a file system of Hadoop; download it first, and give the file's path",
              scheme));
    }
    try {
      return path.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException e) {
      throw new IOException(advice(scheme), e);
    } catch (NoClassDefFoundError e) {
      throw new IOException(lacks(scheme, e), e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException missing) {
        boolean isItself = isFileSystem(missing, scheme, hadoop);
        throw new IOException(isItself ? advice(scheme) : lacks(scheme, missing), e);
      }
      throw e;
    }
  }

  /** Whether the class that is not there is the file system, and none that a setting names. */
  private static boolean isFileSystem(
      ClassNotFoundException missing, String scheme, Configuration hadoop) {
    String itself = hadoop.get(String.format(Locale.ROOT, "fs.%s.impl", scheme), "");
    return itself.isEmpty() || String.valueOf(missing.getMessage()).contains(itself);
  }

  private static String lacks(String scheme, Throwable missing) {
    return String.format(
        Locale.ROOT,
        "the file system of %s: lacks a class that it needs (%s)",
        scheme,
        Cause.firstLine(missing));
  }

  private static String advice(String scheme) {
    if ("s3".equals(scheme) || "s3n".equals(scheme)) {
      return String.format(
          Locale.ROOT,
          "no file system is installed for %s:; write s3a: instead of it, and %s",
          scheme,
          add("s3a"));
    }
    return PACKAGES.containsKey(scheme)
        ? String.format(
            Locale.ROOT, "the file system of %s: is not installed; %s", scheme, add(scheme))
        : String.format(
            Locale.ROOT,
            "no file system is installed for %s:; add its package with --conf spark.jars.packages=GROUP:NAME:VERSION, or its jars with --conf spark.jars=JAR,…",
            scheme);
  }

  private static String add(String scheme) {
    return String.format(
        Locale.ROOT,
        "add --conf spark.jars.packages=%s, or its jars with --conf spark.jars=JAR,…",
        PACKAGES.get(scheme).replace("HADOOP", VersionInfo.getVersion()));
  }
}
