package dev.p3.record;

import static org.apache.xbean.asm9.Opcodes.ICONST_0;
import static org.apache.xbean.asm9.Opcodes.INVOKESTATIC;
import static org.apache.xbean.asm9.Opcodes.INVOKEVIRTUAL;
import static org.apache.xbean.asm9.Opcodes.POP;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Type;

/**
 * The methods of Kryo's streams that write and read one component type without boxing: the
 * primitives, int and long at variable length, and String.
 */
record StreamMethod(String suffix, String writeDescriptor, String readDescriptor) {
  private static final String INPUT = Type.getInternalName(Input.class);
  private static final String OUTPUT = Type.getInternalName(Output.class);
  private static final Map<Class<?>, StreamMethod> METHODS =
      Map.of(
          boolean.class, new StreamMethod("Boolean", "(Z)V", "()Z"),
          byte.class, new StreamMethod("Byte", "(B)V", "()B"),
          short.class, new StreamMethod("Short", "(I)V", "()S"),
          char.class, new StreamMethod("Char", "(C)V", "()C"),
          int.class, new StreamMethod("Int", "(IZ)I", "(Z)I"),
          long.class, new StreamMethod("Long", "(JZ)I", "(Z)J"),
          float.class, new StreamMethod("Float", "(F)V", "()F"),
          double.class, new StreamMethod("Double", "(D)V", "()D"),
          String.class, new StreamMethod("String", "(Ljava/lang/String;)V", ""));

  /** The methods for a component type, or null when it needs a {@link ComponentCodec}. */
  static StreamMethod of(Class<?> type) {
    return METHODS.get(type);
  }

  /** With an Output and the value on the stack. */
  void emitWrite(MethodVisitor code) {
    if (isVariableLength()) {
      code.visitInsn(ICONST_0); // not optimized for positive values
    }
    code.visitMethodInsn(INVOKEVIRTUAL, OUTPUT, "write" + suffix, writeDescriptor, false);
    if (isVariableLength()) {
      code.visitInsn(POP); // the number of bytes
    }
  }

  /** With an Input on the stack; leaves the value there. */
  void emitRead(MethodVisitor code) {
    if (readDescriptor.isEmpty()) {
      code.visitMethodInsn(
          INVOKESTATIC,
          Type.getInternalName(Texts.class),
          "read",
          "(L%s;)Ljava/lang/String;".formatted(INPUT),
          false);
      return;
    }
    if (isVariableLength()) {
      code.visitInsn(ICONST_0);
    }
    code.visitMethodInsn(INVOKEVIRTUAL, INPUT, "read" + suffix, readDescriptor, false);
  }

  private boolean isVariableLength() {
    return readDescriptor.startsWith("(Z)");
  }
}
