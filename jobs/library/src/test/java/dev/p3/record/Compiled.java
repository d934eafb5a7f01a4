package dev.p3.record;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Classes compiled while a test runs, each in a class loader of its own. */
final class Compiled {
  private Compiled() {}

  static Class<?> load(String name, String source) throws IOException, ClassNotFoundException {
    Path folder = Files.createTempDirectory(Path.of("target"), "compiled");
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), file.toString());
    if (failed != 0) {
      throw new IllegalArgumentException("Cannot compile " + source);
    }
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}).loadClass(name);
  }
}
