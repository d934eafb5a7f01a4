package dev.p3.record;

import static org.apache.xbean.asm9.Opcodes.INVOKESTATIC;
import static org.apache.xbean.asm9.Opcodes.INVOKEVIRTUAL;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Locale;
import java.util.Map;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Type;

/**
 * The methods that write and read one component type without boxing: the primitives and String.
 *
 * @param owner the class of static methods that take the stream first; null for methods of Kryo's
 *     streams themselves
 */
record StreamMethod(String suffix, String writeDescriptor, String readDescriptor, Class<?> owner) {
  private static final String INPUT = Type.getInternalName(Input.class);
  private static final String OUTPUT = Type.getInternalName(Output.class);
  private static final Map<Class<?>, StreamMethod> METHODS =
      Map.of(
          boolean.class, new StreamMethod("Boolean", "(Z)V", "()Z", null),
          byte.class, new StreamMethod("Byte", "(B)V", "()B", null),
          short.class, new StreamMethod("Short", "(I)V", "()S", null),
          char.class, new StreamMethod("Char", "(C)V", "()C", null),
          int.class, helper(Numbers.class, "Int", "I"),
          long.class, helper(Numbers.class, "Long", "J"),
          float.class, helper(Numbers.class, "Float", "F"),
          double.class, helper(Numbers.class, "Double", "D"),
          String.class, helper(Texts.class, "", "Ljava/lang/String;"));

  /** The methods for a component type, or null when it needs a {@link ComponentCodec}. */
  static StreamMethod of(Class<?> type) {
    return METHODS.get(type);
  }

  private static StreamMethod helper(Class<?> owner, String suffix, String type) {
    return new StreamMethod(
        suffix,
        String.format(Locale.ROOT, "(L%s;%s)V", OUTPUT, type),
        String.format(Locale.ROOT, "(L%s;)%s", INPUT, type),
        owner);
  }

  /** With an Output and the value on the stack. */
  void emitWrite(MethodVisitor code) {
    emitCall(code, OUTPUT, "write", writeDescriptor);
  }

  /** With an Input on the stack; leaves the value there. */
  void emitRead(MethodVisitor code) {
    emitCall(code, INPUT, "read", readDescriptor);
  }

  private void emitCall(MethodVisitor code, String stream, String verb, String descriptor) {
    if (owner == null) {
      code.visitMethodInsn(INVOKEVIRTUAL, stream, verb + suffix, descriptor, false);
    } else {
      code.visitMethodInsn(
          INVOKESTATIC, Type.getInternalName(owner), verb + suffix, descriptor, false);
    }
  }
}
