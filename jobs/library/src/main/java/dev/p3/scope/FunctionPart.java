package dev.p3.scope;

import dev.p3.scope.ClassFile.Variable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * One captured value.
 *
 * @param kind what it is to the function
 * @param slot of the variable in the method; -1 for a field
 * @param field the field that holds it; null for a variable
 * @param declared the type in the class file
 * @param value the value, boxed; null when it is null or, as {@link #isKnown} says, not known
 */
record FunctionPart(
    CaptureKind kind, int slot, Field field, Class<?> declared, Object value, boolean isKnown) {

  /** The name in the source, as far as the class file has it. */
  String name(FunctionBody body, int number) {
    if (kind == CaptureKind.THIS) {
      return "this";
    }
    if (kind == CaptureKind.RECEIVER) {
      return "receiver";
    }
    if (field != null) {
      String name = field.getName();
      return name.startsWith("arg$") ? "capture " + number : sourceName(name);
    }
    return body.parameter(slot)
        .map(variable -> sourceName(variable.name()))
        .orElse("capture " + number);
  }

  /** The type in the source, with its arguments as far as the class file has them. */
  String declaredType(FunctionParts function, FunctionBody body) {
    String signature = signature(function, body);
    boolean isOnlyAVariable = signature != null && signature.startsWith("T");
    return signature == null || isOnlyAVariable
        ? TypeNames.simple(declared.getTypeName())
        : TypeNames.ofGenericType(signature);
  }

  /**
   * That of the field or parameter; that of the local variable where it is a copy of one, whose
   * type arguments compilers leave out. Null when there is none.
   */
  private String signature(FunctionParts function, FunctionBody body) {
    if (kind != CaptureKind.LOCAL) {
      return field == null
          ? null
          : Optional.ofNullable(
                  ClassFile.of(field.getDeclaringClass()).fields().get(field.getName()))
              .map(ClassFile.FieldDefinition::signature)
              .orElse(null);
    }
    if (field == null) {
      Optional<Variable> parameter = body.parameter(slot);
      String own = parameter.map(Variable::signature).orElse(null);
      return own != null || parameter.isEmpty()
          ? own
          : ClassFile.of(function.code())
              .signatureOfVariable(function.methodName(body), parameter.get().name());
    }
    Method around = field.getDeclaringClass().getEnclosingMethod();
    return around == null
        ? null
        : ClassFile.of(around.getDeclaringClass())
            .signatureOfVariable(around.getName(), sourceName(field.getName()));
  }

  /** Without what the compilers of Java and Scala add. */
  private static String sourceName(String name) {
    String plain = name.startsWith("val$") ? name.substring("val$".length()) : name;
    return plain.replaceFirst("\\$\\d+$", "");
  }
}
