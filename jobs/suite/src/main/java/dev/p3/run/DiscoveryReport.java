package dev.p3.run;

import dev.p3.console.TextTable;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.record.KryoDiscovery;
import dev.p3.record.UnregisteredClass;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Says at the end of a run, done or failed, which classes it handed to Kryo unregistered: as a
 * table, and as a module's source in a file, or below the table without one.
 */
public final class DiscoveryReport implements AutoCloseable {
  private static final String EXTENSION = ".java";
  private static final String MODULE = "DiscoveredRecords";

  private final SparkContext context;
  private final Optional<Path> file;
  private final PrintStream messages;

  private DiscoveryReport(SparkContext context, Optional<Path> file, PrintStream messages) {
    this.context = context;
    this.file = file;
    this.messages = messages;
  }

  /**
   * The report of a run that begins.
   *
   * @return null when the settings do not ask for one
   * @throws IllegalStateException when the session was started without discovery
   */
  public static DiscoveryReport begin(
      SparkConf settings, SparkContext context, Optional<Path> file, PrintStream messages) {
    if (!settings.getBoolean(KryoDiscovery.KEY, false)) {
      return null;
    }
    KryoDiscovery.of(context);
    return new DiscoveryReport(context, file, messages);
  }

  /**
   * Makes sure that a module's source can be written there.
   *
   * @param overwrite whether a file that is not such a source may be replaced
   * @return the file
   * @throws BadUsageException when it cannot be written
   */
  public static Path requireWritable(Path file, boolean overwrite) {
    try {
      if (!overwrite && Files.exists(file) && !isReplaceable(file)) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot write '%s': it exists, and --discover-kryo did not write it; pass --overwrite to replace it",
                file));
      }
      boolean isNew = Files.notExists(file);
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (isNew) {
        Files.delete(file);
      }
      return file;
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': no file can be made there (%s); name another with --discover-kryo",
              file.toAbsolutePath(),
              Cause.firstLine(e)));
    }
  }

  private static boolean isReplaceable(Path file) throws IOException {
    return Files.isRegularFile(file)
        && (Files.size(file) == 0 || Files.readString(file).contains(KryoDiscovery.KEY));
  }

  @Override
  public void close() throws IOException {
    print(KryoDiscovery.of(context), file, messages);
  }

  public static void print(KryoDiscovery discovery, Optional<Path> file, PrintStream messages)
      throws IOException {
    if (discovery.classes().isEmpty()) {
      messages.println("Every class that the run handed to Kryo is registered.");
    } else {
      messages.printf(
          Locale.ROOT,
          "Handed to Kryo and registered by no module: %,d%n",
          discovery.classes().size());
      messages.println(
          new TextTable<>(discovery.classes(), TextTable.OF_SENTENCES)
              .left("class", UnregisteredClass::name)
              .left("kind", UnregisteredClass::kind)
              .left("reached by", UnregisteredClass::reachedBy)
              .left("stage", UnregisteredClass::stage));
    }
    if (file.isPresent()) {
      Files.writeString(file.get(), discovery.moduleSource(moduleName(file.get())));
      messages.printf(
          Locale.ROOT, "Wrote the source of a module that lists them to %s.%n", file.get());
    } else if (!discovery.classes().isEmpty()) {
      messages.print(discovery.moduleSource(MODULE));
    }
  }

  /** The compiler wants a public class in a file of its name. */
  private static String moduleName(Path file) {
    String name = file.getFileName().toString();
    String base =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : "";
    return SourceVersion.isName(base) && SourceVersion.isIdentifier(base) ? base : MODULE;
  }
}
