package dev.p3.patterns.serialize;

import static org.apache.xbean.asm9.Opcodes.ACC_FINAL;
import static org.apache.xbean.asm9.Opcodes.ACC_PRIVATE;
import static org.apache.xbean.asm9.Opcodes.ACC_PUBLIC;
import static org.apache.xbean.asm9.Opcodes.ACC_SUPER;
import static org.apache.xbean.asm9.Opcodes.ALOAD;
import static org.apache.xbean.asm9.Opcodes.GETFIELD;
import static org.apache.xbean.asm9.Opcodes.H_GETFIELD;
import static org.apache.xbean.asm9.Opcodes.H_INVOKESTATIC;
import static org.apache.xbean.asm9.Opcodes.ILOAD;
import static org.apache.xbean.asm9.Opcodes.INVOKESPECIAL;
import static org.apache.xbean.asm9.Opcodes.IRETURN;
import static org.apache.xbean.asm9.Opcodes.PUTFIELD;
import static org.apache.xbean.asm9.Opcodes.RETURN;
import static org.apache.xbean.asm9.Opcodes.V17;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.record.Column;
import dev.p3.record.Decimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.xbean.asm9.AnnotationVisitor;
import org.apache.xbean.asm9.ClassWriter;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.RecordComponentVisitor;
import org.apache.xbean.asm9.Type;

/**
 * Writes the record class that a user would declare for a schema: what javac makes of {@code public
 * record Row…(int delay, String origin) implements Serializable {}}.
 */
final class RecordClassWriter {
  /** What the JVM takes as arguments of the bootstrap method behind a record's equals. */
  private static final int MOST_COMPONENTS = 249;

  /** What it takes as arguments of a method handle of the constructor; long and double take two. */
  private static final int MOST_SLOTS = 250;

  /** Names that a record component may not have. */
  private static final Set<String> METHODS_OF_OBJECT =
      Set.of(
          "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

  private static final Handle OBJECT_METHODS =
      new Handle(
          H_INVOKESTATIC,
          "java/lang/runtime/ObjectMethods",
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/TypeDescriptor;Ljava/lang/Class;Ljava/lang/String;[Ljava/lang/invoke/MethodHandle;)Ljava/lang/Object;",
          false);

  private static final Generated LOADER = new Generated();

  private final String name;
  private final List<Component> components;

  private record Component(String name, String column, ComponentType type) {}

  /**
   * @throws BadUsageException naming every column whose type no serializer here carries
   */
  RecordClassWriter(StructType schema) {
    String hash =
        UUID.nameUUIDFromBytes(schema.json().getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    this.name =
        RecordClassWriter.class.getPackageName().replace('.', '/') + "/Row" + hash.substring(0, 12);
    this.components = components(schema);
  }

  /** Defines the class; for one call. */
  Class<? extends Record> define() {
    return LOADER.define(name.replace('/', '.'), bytes()).asSubclass(Record.class);
  }

  private static List<Component> components(StructType schema) {
    if (schema.size() > MOST_COMPONENTS) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot make a record of %,d columns (a record may have %d components); select the columns that are shuffled together, or name a record of them with --record",
              schema.size(),
              MOST_COMPONENTS));
    }
    var faults = new Faults();
    List<Component> components = components(schema, false, faults);
    if (!faults.isEmpty()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot make a record of the rows: %d of the columns cannot be serialized (leave them out, cast them, or name a record without them with --record):%n  %s",
              faults.all().size(),
              String.join(System.lineSeparator() + "  ", faults.all())));
    }
    int slots =
        components.stream().mapToInt(each -> Type.getType(each.type.descriptor()).getSize()).sum();
    return slots <= MOST_SLOTS ? components : components(schema, true, faults);
  }

  private static List<Component> components(StructType schema, boolean boxed, Faults faults) {
    Set<String> taken =
        Arrays.stream(schema.fieldNames())
            .filter(RecordClassWriter::isComponentName)
            .collect(Collectors.toCollection(HashSet::new));
    List<Component> components = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String column = field.name();
      String component = column;
      if (!isComponentName(column)) {
        component = "column" + components.size();
        while (!taken.add(component)) {
          component += "_";
        }
      }
      components.add(
          new Component(
              component,
              column,
              ComponentType.of(field.dataType(), boxed || field.nullable(), column, faults)));
    }
    return components;
  }

  private static boolean isComponentName(String column) {
    return SourceVersion.isName(column)
        && !column.contains(".")
        && !METHODS_OF_OBJECT.contains(column);
  }

  private byte[] bytes() {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        V17,
        ACC_PUBLIC | ACC_FINAL | ACC_SUPER,
        name,
        null,
        "java/lang/Record",
        new String[] {"java/io/Serializable"});
    for (Component component : components) {
      emitComponent(writer, component);
      emitAccessor(writer, component);
    }
    emitConstructor(writer);
    emitOfObject(writer, "toString", "()Ljava/lang/String;");
    emitOfObject(writer, "hashCode", "()I");
    emitOfObject(writer, "equals", "(Ljava/lang/Object;)Z");
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void emitComponent(ClassWriter writer, Component component) {
    String descriptor = component.type.descriptor();
    String generic = component.type.signature();
    String signature = generic.equals(descriptor) ? null : generic;
    RecordComponentVisitor visitor =
        writer.visitRecordComponent(component.name, descriptor, signature);
    AnnotationVisitor column = visitor.visitAnnotation(Type.getDescriptor(Column.class), true);
    column.visit("value", component.column);
    column.visitEnd();
    DecimalType decimal = component.type.decimal();
    if (decimal != null) {
      AnnotationVisitor digits = visitor.visitAnnotation(Type.getDescriptor(Decimal.class), true);
      digits.visit("precision", decimal.precision());
      digits.visit("scale", decimal.scale());
      digits.visitEnd();
    }
    visitor.visitEnd();
    writer
        .visitField(ACC_PRIVATE | ACC_FINAL, component.name, descriptor, signature, null)
        .visitEnd();
  }

  private void emitAccessor(ClassWriter writer, Component component) {
    String descriptor = component.type.descriptor();
    String generic = component.type.signature();
    MethodVisitor code =
        writer.visitMethod(
            ACC_PUBLIC,
            component.name,
            "()" + descriptor,
            generic.equals(descriptor) ? null : "()" + generic,
            null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitFieldInsn(GETFIELD, name, component.name, descriptor);
    code.visitInsn(Type.getType(descriptor).getOpcode(IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void emitConstructor(ClassWriter writer) {
    String arguments =
        components.stream()
            .map(each -> each.type.descriptor())
            .collect(Collectors.joining("", "(", ")V"));
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "<init>", arguments, null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, "java/lang/Record", "<init>", "()V", false);
    int local = 1;
    for (Component component : components) {
      Type type = Type.getType(component.type.descriptor());
      code.visitVarInsn(ALOAD, 0);
      code.visitVarInsn(type.getOpcode(ILOAD), local);
      code.visitFieldInsn(PUTFIELD, name, component.name, type.getDescriptor());
      local += type.getSize();
    }
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** A method that every record has from the JDK, as javac emits it. */
  private void emitOfObject(ClassWriter writer, String method, String descriptor) {
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_FINAL, method, descriptor, null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    if (Type.getArgumentTypes(descriptor).length == 1) {
      code.visitVarInsn(ALOAD, 1);
    }
    Stream<Object> constants =
        Stream.of(
            Type.getObjectType(name),
            components.stream().map(Component::name).collect(Collectors.joining(";")));
    Stream<Object> fields =
        components.stream()
            .map(each -> new Handle(H_GETFIELD, name, each.name, each.type.descriptor(), false));
    code.visitInvokeDynamicInsn(
        method,
        descriptor.replace("(", String.format(Locale.ROOT, "(L%s;", name)),
        OBJECT_METHODS,
        Stream.concat(constants, fields).toArray());
    code.visitInsn(Type.getReturnType(descriptor).getOpcode(IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** Holds the classes; Spark's generated code finds them by name here. */
  private static final class Generated extends ClassLoader {
    Generated() {
      super("p3 records", RecordClassWriter.class.getClassLoader());
    }

    Class<?> define(String className, byte[] bytes) {
      return defineClass(className, bytes, 0, bytes.length);
    }
  }
}
