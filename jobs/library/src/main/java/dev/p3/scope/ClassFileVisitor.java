package dev.p3.scope;

import static org.apache.xbean.asm9.Opcodes.ACC_STATIC;
import static org.apache.xbean.asm9.Opcodes.ASM9;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.FieldVisitor;
import org.apache.xbean.asm9.MethodVisitor;

/** Collects what {@link ClassFile} holds while ASM reads a class. */
final class ClassFileVisitor extends ClassVisitor {
  final List<ClassFile.MethodCode> methods = new ArrayList<>();
  final List<ClassFile.FieldDefinition> fields = new ArrayList<>();
  final Set<String> members = new LinkedHashSet<>();
  final Set<String> constantCollections = new HashSet<>();
  String source;

  private final String className;

  ClassFileVisitor(String className) {
    super(ASM9);
    this.className = className;
  }

  @Override
  public void visitSource(String file, String debug) {
    source = file;
  }

  @Override
  public void visitInnerClass(String name, String outer, String simpleName, int access) {
    if (name.startsWith(className + "$")) {
      members.add(name);
    }
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    fields.add(new ClassFile.FieldDefinition(name, access, descriptor, signature));
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    // Makes every serializable lambda once more, to read it back.
    boolean isRepetition = name.equals("$deserializeLambda$") && (access & ACC_STATIC) != 0;
    return isRepetition ? null : new MethodCodeVisitor(this, className, access, name, descriptor);
  }
}
