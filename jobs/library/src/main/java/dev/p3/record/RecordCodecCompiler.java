package dev.p3.record;

import static org.apache.xbean.asm9.Opcodes.ACC_FINAL;
import static org.apache.xbean.asm9.Opcodes.ALOAD;
import static org.apache.xbean.asm9.Opcodes.ARETURN;
import static org.apache.xbean.asm9.Opcodes.ATHROW;
import static org.apache.xbean.asm9.Opcodes.F_SAME1;
import static org.apache.xbean.asm9.Opcodes.H_INVOKESTATIC;
import static org.apache.xbean.asm9.Opcodes.ICONST_0;
import static org.apache.xbean.asm9.Opcodes.INVOKESPECIAL;
import static org.apache.xbean.asm9.Opcodes.INVOKEVIRTUAL;
import static org.apache.xbean.asm9.Opcodes.POP;
import static org.apache.xbean.asm9.Opcodes.RETURN;
import static org.apache.xbean.asm9.Opcodes.SWAP;
import static org.apache.xbean.asm9.Opcodes.V17;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.xbean.asm9.ClassWriter;
import org.apache.xbean.asm9.ConstantDynamic;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.Label;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Type;

/**
 * Generates the {@link RecordCodec} of one record class: a hidden class of this package.
 *
 * <p>Accessors, the canonical constructor and the codecs of components are constants of that class
 * (its class data), so the JIT compiler inlines them, and records need not be visible to this
 * package's class loader by name. The accessor and constructor handles are erased to primitives and
 * Object.
 */
final class RecordCodecCompiler {
  private static final String SUPER = Type.getInternalName(RecordCodec.class);
  private static final String KRYO = Type.getInternalName(Kryo.class);
  private static final String INPUT = Type.getInternalName(Input.class);
  private static final String OUTPUT = Type.getInternalName(Output.class);
  private static final String HANDLE = Type.getInternalName(MethodHandle.class);
  private static final String COMPONENT = Type.getInternalName(ComponentCodec.class);
  private static final Handle CLASS_DATA_AT =
      new Handle(
          H_INVOKESTATIC,
          Type.getInternalName(MethodHandles.class),
          "classDataAt",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)Ljava/lang/Object;",
          false);
  private static final int KRYO_LOCAL = 1;
  private static final int STREAM_LOCAL = 2; // the Output, or the Input
  private static final int RECORD_LOCAL = 3;

  private final Class<?> type;
  private final RecordComponent[] components;
  private final MethodHandles.Lookup lookup;
  private final List<Object> constants = new ArrayList<>();

  private RecordCodecCompiler(Class<?> type) throws IllegalAccessException {
    this.type = type;
    this.components = type.getRecordComponents();
    this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  static RecordCodec compile(Class<?> type) {
    try {
      return new RecordCodecCompiler(type).codec();
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot serialize record %s: its components cannot be reached (its module must open package %s to p3): %s",
              type.getName(),
              type.getPackageName(),
              e.getMessage()),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Cannot serialize record %s: %s", type.getName(), e), e);
    }
  }

  private RecordCodec codec() throws ReflectiveOperationException {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(V17, ACC_FINAL, SUPER + "$" + type.getSimpleName(), null, SUPER, null);
    emitConstructor(writer);
    emitWrite(writer);
    emitRead(writer);
    MethodHandles.Lookup hidden =
        MethodHandles.lookup()
            .defineHiddenClassWithClassData(writer.toByteArray(), List.copyOf(constants), true);
    return (RecordCodec) hidden.lookupClass().getDeclaredConstructor(Class.class).newInstance(type);
  }

  private static void emitConstructor(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(0, "<init>", "(Ljava/lang/Class;)V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ALOAD, 1);
    code.visitMethodInsn(INVOKESPECIAL, SUPER, "<init>", "(Ljava/lang/Class;)V", false);
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
  }

  private void emitWrite(ClassWriter writer) throws IllegalAccessException {
    MethodVisitor code =
        writer.visitMethod(
            0,
            "write",
            String.format(Locale.ROOT, "(L%s;L%s;Ljava/lang/Object;)V", KRYO, OUTPUT),
            null,
            null);
    code.visitCode();
    for (RecordComponent component : components) {
      StreamMethod method = StreamMethod.of(component.getType());
      if (method == null) {
        push(code, ComponentCodecs.of(component.getGenericType()), COMPONENT);
        code.visitVarInsn(ALOAD, KRYO_LOCAL);
      }
      code.visitVarInsn(ALOAD, STREAM_LOCAL);
      MethodHandle accessor = lookup.unreflect(component.getAccessor());
      MethodType erased =
          MethodType.methodType(method == null ? Object.class : component.getType(), Object.class);
      push(code, accessor.asType(erased), HANDLE);
      code.visitVarInsn(ALOAD, RECORD_LOCAL);
      invokeExact(code, erased);
      if (method == null) {
        code.visitMethodInsn(
            INVOKEVIRTUAL,
            COMPONENT,
            "write",
            String.format(Locale.ROOT, "(L%s;L%s;Ljava/lang/Object;)V", KRYO, OUTPUT),
            false);
      } else {
        method.emitWrite(code);
      }
    }
    if (components.length == 0) {
      emitMarker(code);
    }
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
  }

  /** A record without components takes a byte, so that no length can ask for values for free. */
  private static void emitMarker(MethodVisitor code) {
    code.visitVarInsn(ALOAD, STREAM_LOCAL);
    code.visitInsn(ICONST_0);
    StreamMethod.of(boolean.class).emitWrite(code);
  }

  private void emitRead(ClassWriter writer) throws ReflectiveOperationException {
    MethodVisitor code =
        writer.visitMethod(
            0,
            "read",
            String.format(Locale.ROOT, "(L%s;L%s;)Ljava/lang/Object;", KRYO, INPUT),
            null,
            null);
    code.visitCode();
    if (components.length == 0) {
      code.visitVarInsn(ALOAD, STREAM_LOCAL);
      StreamMethod.of(boolean.class).emitRead(code);
      code.visitInsn(POP);
    }
    MethodHandle constructor = canonicalConstructor();
    push(code, constructor, HANDLE);
    for (RecordComponent component : components) {
      emitReadComponent(code, component);
    }
    emitConstruct(code, constructor.type());
    code.visitMaxs(0, 0);
  }

  private void emitReadComponent(MethodVisitor code, RecordComponent component) {
    StreamMethod method = StreamMethod.of(component.getType());
    if (method != null) {
      code.visitVarInsn(ALOAD, STREAM_LOCAL);
      method.emitRead(code);
      return;
    }
    push(code, ComponentCodecs.of(component.getGenericType()), COMPONENT);
    code.visitVarInsn(ALOAD, KRYO_LOCAL);
    code.visitVarInsn(ALOAD, STREAM_LOCAL);
    code.visitMethodInsn(
        INVOKEVIRTUAL,
        COMPONENT,
        "read",
        String.format(Locale.ROOT, "(L%s;L%s;)Ljava/lang/Object;", KRYO, INPUT),
        false);
  }

  /** Calls the constructor; what it throws is distinguished from what reading throws. */
  private void emitConstruct(MethodVisitor code, MethodType constructor) {
    var start = new Label();
    var end = new Label();
    var refused = new Label();
    code.visitTryCatchBlock(start, end, refused, "java/lang/Throwable");
    code.visitLabel(start);
    invokeExact(code, constructor);
    code.visitLabel(end);
    code.visitInsn(ARETURN);
    code.visitLabel(refused);
    code.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    // No constant here: C2 compiles no method with an unresolved dynamic constant.
    code.visitVarInsn(ALOAD, 0);
    code.visitInsn(SWAP);
    code.visitMethodInsn(
        INVOKEVIRTUAL,
        SUPER,
        "refused",
        "(Ljava/lang/Throwable;)Ljava/lang/RuntimeException;",
        false);
    code.visitInsn(ATHROW);
  }

  private MethodHandle canonicalConstructor() throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    MethodHandle exact = lookup.findConstructor(type, MethodType.methodType(void.class, types));
    for (int i = 0; i < types.length; i++) {
      types[i] = StreamMethod.of(types[i]) == null ? Object.class : types[i];
    }
    return exact.asType(MethodType.methodType(Object.class, types));
  }

  private static void invokeExact(MethodVisitor code, MethodType signature) {
    code.visitMethodInsn(
        INVOKEVIRTUAL, HANDLE, "invokeExact", signature.toMethodDescriptorString(), false);
  }

  private void push(MethodVisitor code, Object constant, String internalName) {
    constants.add(constant);
    code.visitLdcInsn(
        new ConstantDynamic("_", "L" + internalName + ";", CLASS_DATA_AT, constants.size() - 1));
  }
}
