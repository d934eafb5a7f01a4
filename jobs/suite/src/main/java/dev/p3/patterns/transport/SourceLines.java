package dev.p3.patterns.transport;

import dev.p3.transport.MapReduce;
import dev.p3.transport.SerialTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.Label;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;

/** Counts the lines of source that hold instructions, as class files tell them. */
final class SourceLines {
  private static final int CONSTANT_CLASS = 7;

  /** Where transports are. */
  private static final List<String> PACKAGES =
      Stream.of(MapReduce.class, SourceLines.class)
          .map(type -> type.getPackageName().replace('.', '/') + "/")
          .toList();

  private SourceLines() {}

  /**
   * Of a transport: its class, those nested in it, and those that it needs, but not those that the
   * simplest transport and the kernel need, too. 0 where classes have no line numbers.
   */
  static int of(Class<?> transport) {
    Set<String> others = needed(KMeansKernel.class);
    if (transport != SerialTransport.class) {
      others.addAll(needed(SerialTransport.class));
    }
    Set<String> own = needed(transport);
    own.removeAll(others);
    own.add(path(transport));
    return own.stream().mapToInt(SourceLines::lines).sum();
  }

  private static Set<String> needed(Class<?> first) {
    Set<String> needed = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(path(first)));
    while (!next.isEmpty()) {
      String type = next.remove();
      if (needed.add(type)) {
        read(type).ifPresent(reader -> named(reader).forEach(next::add));
      }
    }
    return needed;
  }

  /** The classes that a class file names. */
  private static Stream<String> named(ClassReader reader) {
    var named = new HashSet<String>();
    var buffer = new char[reader.getMaxStringLength()];
    for (int item = 1; item < reader.getItemCount(); item++) {
      int at = reader.getItem(item); // 0 in the second place of a long or double
      if (at > 0 && reader.readByte(at - 1) == CONSTANT_CLASS) {
        named.add(reader.readUTF8(at, buffer));
      }
    }
    return named.stream().filter(type -> PACKAGES.stream().anyMatch(type::startsWith));
  }

  private static int lines(String type) {
    Set<Integer> lines = new HashSet<>();
    var visitor =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitLineNumber(int line, Label start) {
                lines.add(line);
              }
            };
          }
        };
    read(type).ifPresent(reader -> reader.accept(visitor, ClassReader.SKIP_FRAMES));
    return lines.size();
  }

  private static String path(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static Optional<ClassReader> read(String type) {
    try (InputStream in = SourceLines.class.getClassLoader().getResourceAsStream(type + ".class")) {
      return in == null ? Optional.empty() : Optional.of(new ClassReader(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
