package dev.p3.profile.collect;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.Opcodes;

/** The file that a class was compiled from, as its own class file says. Not thread-safe. */
final class SourceFiles {
  private final Map<String, String> known = new HashMap<>();

  /** For example {@code WordCount.java}; guessed from the class's name where nothing says it. */
  String of(String type) {
    return known.computeIfAbsent(type, SourceFiles::read);
  }

  private static String read(String type) {
    String file = type.replace('.', '/') + ".class";
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream bytes =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (bytes != null) {
        var source = new String[1];
        new ClassReader(bytes)
            .accept(
                new ClassVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitSource(String name, String debug) {
                    source[0] = name;
                  }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
        if (source[0] != null) {
          return source[0];
        }
      }
    } catch (IOException | RuntimeException e) {
      // a class that was made while running, or of a newer Java than ASM reads
    }
    String simple = type.substring(type.lastIndexOf('.') + 1);
    int inner = simple.indexOf('$', 1);
    return (inner < 0 ? simple : simple.substring(0, inner)) + ".java";
  }
}
