package dev.p3.check;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.NearMatch;
import dev.p3.scope.CaptureReport;
import dev.p3.scope.Captures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The functions in the classes of a jar, which is read and not run.
 *
 * @param classes the names of all classes
 */
public record JarFunctions(Path jar, List<String> classes) {
  private static final String CLASS_FILE = ".class";

  /**
   * Opens a jar.
   *
   * @throws BadUsageException when it is none
   */
  public static JarFunctions in(String path) {
    try (var file = new JarFile(path)) {
      List<String> classes =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(CLASS_FILE) && !name.startsWith("META-INF/"))
              .map(name -> name.substring(0, name.length() - CLASS_FILE.length()))
              .map(name -> name.replace('/', '.'))
              .toList();
      return new JarFunctions(Path.of(path), classes);
    } catch (NoSuchFileException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read --jar '%s': no such file", path));
    } catch (IOException | InvalidPathException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read --jar '%s': %s", path, Cause.firstLine(e)));
    }
  }

  /** The name, if the jar has a class of this name. */
  public String requireClass(String name) {
    if (!classes.contains(name)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Invalid --class: '%s' is not in %s (must be a full name with its package).%s",
              name,
              jar.getFileName(),
              NearMatch.question(name, classes)));
    }
    return name;
  }

  /**
   * What the functions in a class and the classes within it capture, by their types.
   *
   * @throws BadUsageException when a class that it needs is neither in the jar nor in Spark
   */
  public List<CaptureReport> functionsOf(String name) {
    try (var loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, JarFunctions.class.getClassLoader())) {
      return Captures.inspectClass(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot check class '%s' of %s: class %s is missing; pass a jar that contains its dependencies",
              name,
              jar.getFileName(),
              e.getMessage()));
    } catch (LinkageError e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot check class '%s' of %s: it cannot be loaded (%s)",
              name,
              jar.getFileName(),
              Cause.firstLine(e)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
