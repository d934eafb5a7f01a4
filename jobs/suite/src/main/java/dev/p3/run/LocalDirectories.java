package dev.p3.run;

import dev.p3.data.LocalFiles;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;

/** Where Spark keeps what does not fit into memory. */
public final class LocalDirectories {
  private static final String VARIABLE = "SPARK_LOCAL_DIRS";
  private static final String SETTING = "spark.local.dir";

  private LocalDirectories() {}

  /**
   * Checks that Spark can make one of its directories on this machine: it would end the JVM
   * otherwise.
   *
   * @param environment the variables of this process
   * @return the directories
   * @throws BadUsageException when none of them can be made and written to
   */
  public static List<String> requireOne(SparkConf spark, Map<String, String> environment) {
    boolean isVariable = environment.containsKey(VARIABLE);
    String named =
        isVariable
            ? environment.get(VARIABLE)
            : spark.get(SETTING, System.getProperty("java.io.tmpdir"));
    List<String> directories = Arrays.asList(named.split(","));
    var reasons = new ArrayList<String>();
    for (String directory : directories) {
      try {
        LocalFiles.requireWritable(Path.of(directory));
        return directories;
      } catch (IOException | InvalidPathException e) {
        reasons.add(Cause.firstLine(e));
      }
    }
    throw new BadUsageException(
        String.format(
            Locale.ROOT,
            "Cannot use %s=%s: no directory can be made or written to there (%s); name one with room on this machine, such as %s",
            isVariable ? VARIABLE : SETTING,
            named,
            String.join(", ", reasons),
            isVariable ? VARIABLE + "=/tmp" : "--conf " + SETTING + "=/tmp"));
  }
}
