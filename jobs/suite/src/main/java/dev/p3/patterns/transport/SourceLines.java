package dev.p3.patterns.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.Label;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;

/** Counts the lines of source that hold instructions, as the class files of a class tell them. */
final class SourceLines extends ClassVisitor {
  private final Set<Integer> lines = new HashSet<>();
  private final Deque<String> nested = new ArrayDeque<>();

  private SourceLines() {
    super(Opcodes.ASM9);
  }

  /** Of a class and those nested in it; 0 when it was compiled without line numbers. */
  static int of(Class<?> type) {
    var counted = new SourceLines();
    counted.nested.add(type.getName().replace('.', '/'));
    while (!counted.nested.isEmpty()) {
      String file = counted.nested.remove() + ".class";
      try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
        if (in != null) {
          new ClassReader(in).accept(counted, ClassReader.SKIP_FRAMES);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return counted.lines.size();
  }

  @Override
  public void visitNestMember(String member) {
    nested.add(member);
  }

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
}
