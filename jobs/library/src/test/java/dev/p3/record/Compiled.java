package dev.p3.record;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Classes compiled while a test runs, against the test's own class path. */
final class Compiled {
  private Compiled() {}

  /** The class, in a class loader of its own. */
  static Class<?> load(String name, String source) throws IOException, ClassNotFoundException {
    return loader(folder(name, source)).loadClass(name);
  }

  /** A new folder that holds the class's file. */
  static Path folder(String name, String source) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "compiled").toAbsolutePath();
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), file.toString());
    if (failed != 0) {
      throw new IllegalArgumentException("Cannot compile " + source);
    }
    return folder;
  }

  /** A new folder with a module, {@code Listed}, that lists the class declared inside it. */
  static Path module(String name, String declaration) throws IOException {
    Path folder =
        folder(
            "Listed",
            """
            import java.util.List;
            public final class Listed implements dev.p3.record.RecordModule {
              public List<Class<?>> classes() {
                return List.of(%s.class);
              }
              public %s
            }
            """
                .formatted(name, declaration));
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(RecordModule.class.getName()), "Listed\n");
    return folder;
  }

  static URLClassLoader loader(Path folder) throws IOException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Compiled.class.getClassLoader());
  }
}
