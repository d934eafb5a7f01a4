package dev.p3.scope;

import static org.apache.xbean.asm9.Opcodes.ACC_STATIC;
import static org.apache.xbean.asm9.Opcodes.ACC_SYNTHETIC;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.Type;

/**
 * What the class file of one class says, as far as captures need it. Read once for each class.
 * Immutable.
 *
 * @param source the source file's name; null without debug information
 * @param methods by name and descriptor
 * @param fields by name
 * @param constantCollections static fields that hold an unmodifiable collection
 * @param members internal names of the classes within this one
 */
record ClassFile(
    String source,
    Map<String, MethodCode> methods,
    Map<String, FieldDefinition> fields,
    Set<String> constantCollections,
    List<String> members) {
  private static final ClassFile UNREADABLE =
      new ClassFile(null, Map.of(), Map.of(), Set.of(), List.of());
  private static final ClassValue<ClassFile> READ =
      new ClassValue<>() {
        @Override
        protected ClassFile computeValue(Class<?> type) {
          return read(type);
        }
      };

  /**
   * The code of a method, without what it has no use for.
   *
   * @param line the first line; 0 without debug information
   * @param variables parameters first; those alone when only their names are there
   * @param handedOn internal names of the types of values that it gives to code of other classes,
   *     stores or returns
   */
  record MethodCode(
      String name,
      String descriptor,
      int access,
      int line,
      List<Variable> variables,
      List<FieldUse> fields,
      List<Call> calls,
      List<LambdaSite> lambdas,
      Set<String> handedOn) {}

  /**
   * @param signature the generic type; null when the type is not generic
   */
  record Variable(int slot, String name, String signature) {}

  /** An access to a field. */
  record FieldUse(String owner, String name, boolean isStatic, boolean isWrite) {}

  /** A call, or the making of a lambda or method reference for it. */
  record Call(String owner, String name, String descriptor) {
    String key() {
      return name + descriptor;
    }
  }

  /**
   * Where a serializable lambda or method reference is made.
   *
   * @param functionInterface descriptor of the interface
   * @param captured descriptors of what it captures
   * @param implementationKind as {@link java.lang.invoke.SerializedLambda} counts
   */
  record LambdaSite(
      Call implementation,
      int implementationKind,
      String functionInterface,
      List<String> captured,
      int line) {}

  /**
   * @param signature the generic type; null when the type is not generic
   */
  record FieldDefinition(String name, int access, String descriptor, String signature) {
    /** The type as source code writes it. */
    String typeName() {
      return signature == null
          ? TypeNames.simple(Type.getType(descriptor).getClassName())
          : TypeNames.ofGenericType(signature);
    }
  }

  static ClassFile of(Class<?> type) {
    return READ.get(type);
  }

  Optional<MethodCode> method(String key) {
    return Optional.ofNullable(methods.get(key));
  }

  /** The keys of the methods that instances have. */
  List<String> instanceMethods() {
    return methods.values().stream()
        .filter(method -> (method.access() & (ACC_STATIC | ACC_SYNTHETIC)) == 0)
        .filter(method -> !method.name().equals("<init>"))
        .map(method -> method.name() + method.descriptor())
        .toList();
  }

  /** The generic type of a variable of the methods with this name; null when there is none. */
  String signatureOfVariable(String method, String name) {
    return methods.values().stream()
        .filter(each -> each.name().equals(method))
        .flatMap(each -> each.variables().stream())
        .filter(variable -> variable.name().equals(name) && variable.signature() != null)
        .map(Variable::signature)
        .findFirst()
        .orElse(null);
  }

  private static ClassFile read(Class<?> type) {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
    try (InputStream file = type.getResourceAsStream(name + ".class")) {
      if (file == null) {
        return UNREADABLE; // made at run time
      }
      return read(new ClassReader(file));
    } catch (IOException | RuntimeException e) {
      return UNREADABLE; // ASM refuses class files that are newer than itself
    }
  }

  private static ClassFile read(ClassReader reader) {
    var visitor = new ClassFileVisitor(reader.getClassName());
    reader.accept(visitor, ClassReader.EXPAND_FRAMES);
    var methods = new LinkedHashMap<String, MethodCode>();
    visitor.methods.forEach(method -> methods.put(method.name() + method.descriptor(), method));
    var fields = new LinkedHashMap<String, FieldDefinition>();
    visitor.fields.forEach(field -> fields.put(field.name(), field));
    return new ClassFile(
        visitor.source,
        methods,
        fields,
        Set.copyOf(visitor.constantCollections),
        List.copyOf(visitor.members));
  }
}
