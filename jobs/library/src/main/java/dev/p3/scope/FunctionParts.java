package dev.p3.scope;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.xbean.asm9.Type;

/**
 * A function taken apart: whose code it runs, and what it carries.
 *
 * @param code the class that holds the code
 * @param method name and descriptor of the method that runs; null for an object with methods of its
 *     own
 * @param isSerializable whether Java serialization takes the function itself
 * @param parts what it carries, in the order of the class file
 */
record FunctionParts(
    Class<?> code, String method, boolean isSerializable, List<FunctionPart> parts) {
  /** Of a lambda that does not say what it calls. */
  private static final String NO_METHOD = "lambda()";

  /** The method around a lambda, in the names that the compilers of Java and Scala give. */
  private static final Pattern MADE_IN = Pattern.compile("(?:lambda\\$|\\$anonfun\\$)(.+?)\\$.*");

  /** What its code does. */
  FunctionBody body() {
    Class<?> self =
        parts.stream()
            .filter(part -> part.kind().isObjectOfTheCode())
            .findFirst()
            .map(part -> part.value() == null ? part.declared() : part.value().getClass())
            .orElse(null);
    return BodyReader.read(code, method, self);
  }

  /** What it carries, with variables of a notebook's cells in the place of the cells' objects. */
  List<FunctionPart> withCellsSeenThrough() {
    var carried = new ArrayList<FunctionPart>();
    for (FunctionPart part : parts) {
      boolean isCell =
          part.value() != null && NotebookCells.isHolder(part.value().getClass().getName());
      if (!isCell) {
        carried.add(part);
      }
    }
    if (carried.size() < parts.size()) {
      carried.addAll(CellFunctions.variables(this));
    }
    return carried;
  }

  CaptureReport.Site site(FunctionBody body) {
    return new CaptureReport.Site(
        TypeNames.simple(code.getName()), methodName(body), body.source(), body.line());
  }

  /** The method that runs; for a lambda, the one around it. */
  String methodName(FunctionBody body) {
    String name = method == null ? body.method() : method.substring(0, method.indexOf('('));
    Matcher lambda = MADE_IN.matcher(name);
    return lambda.matches() ? lambda.group(1) : name;
  }

  static FunctionParts of(Object function) {
    Class<?> type = function.getClass();
    Optional<SerializedLambda> lambda = SerializedForm.of(function);
    if (lambda.isPresent()) {
      return ofLambda(lambda.get(), type.getClassLoader())
          .orElseGet(() -> new FunctionParts(type, NO_METHOD, true, List.of()));
    }
    boolean isClosed = isLambdaClass(type);
    return new FunctionParts(
        isClosed ? host(type) : type,
        isClosed ? NO_METHOD : null,
        function instanceof Serializable,
        fields(function, type, isClosed));
  }

  /** What instances of a class carry, as far as the class file says. */
  static FunctionParts ofClass(Class<?> type) {
    return new FunctionParts(
        type, null, Serializable.class.isAssignableFrom(type), fields(null, type, false));
  }

  /** What a lambda or method reference carries, as far as the class file says. */
  static Optional<FunctionParts> ofSite(ClassFile.LambdaSite site, ClassLoader loader) {
    return ofCode(
        site.implementation(), site.implementationKind(), site.captured().size(), null, loader);
  }

  /** Whether the JVM made the class for a lambda or method reference. */
  static boolean isLambdaClass(Class<?> type) {
    return type.isHidden() || (type.isSynthetic() && type.getName().contains("$$Lambda"));
  }

  private static Optional<FunctionParts> ofLambda(SerializedLambda lambda, ClassLoader loader) {
    var call =
        new ClassFile.Call(
            lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature());
    var values = new ArrayList<Object>();
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      values.add(lambda.getCapturedArg(i));
    }
    return ofCode(call, lambda.getImplMethodKind(), values.size(), values, loader);
  }

  private static Optional<FunctionParts> ofCode(
      ClassFile.Call call, int kind, int captured, List<Object> values, ClassLoader loader) {
    Optional<Class<?>> code = TypeNames.load(call.owner(), loader);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    boolean hasReceiver =
        kind != MethodHandleInfo.REF_invokeStatic && kind != MethodHandleInfo.REF_newInvokeSpecial;
    Type[] types = Type.getArgumentTypes(call.descriptor());
    var parts = new ArrayList<FunctionPart>();
    int slot = 0;
    for (int i = 0; i < captured; i++) {
      boolean isReceiver = hasReceiver && i == 0;
      Type type = isReceiver ? Type.getType(code.get()) : types[hasReceiver ? i - 1 : i];
      CaptureKind what =
          isReceiver
              ? (call.name().startsWith("lambda$") ? CaptureKind.THIS : CaptureKind.RECEIVER)
              : (i == 0 && isScalaThis(code.get(), call) ? CaptureKind.THIS : CaptureKind.LOCAL);
      Class<?> declared = TypeNames.load(type, loader).orElse(Object.class);
      Object value = values == null ? null : values.get(i);
      parts.add(new FunctionPart(what, slot, null, declared, value, values != null));
      slot += type.getSize();
    }
    return Optional.of(new FunctionParts(code.get(), call.key(), true, parts));
  }

  /** Scala's lambdas are static methods, whose first parameter may be the object around them. */
  private static boolean isScalaThis(Class<?> code, ClassFile.Call call) {
    return ClassFile.of(code)
        .method(call.key())
        .flatMap(method -> method.variables().stream().findFirst())
        .filter(first -> first.slot() == 0 && first.name().equals("$this"))
        .isPresent();
  }

  /** Fields that travel with an object; its values too when there is one. */
  private static List<FunctionPart> fields(Object object, Class<?> type, boolean isLambda) {
    var parts = new ArrayList<FunctionPart>();
    for (Class<?> level = type;
        level != null && !TypeNames.isJdk(level);
        level = level.getSuperclass()) {
      int at = 0;
      for (Field field : level.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          CaptureKind kind = isLambda ? CaptureKind.LOCAL : kind(field);
          boolean known = object != null && field.trySetAccessible();
          Object value = known ? TypeNames.value(field, object) : null;
          parts.add(at++, new FunctionPart(kind, -1, field, field.getType(), value, known));
        }
      }
    }
    return List.copyOf(parts);
  }

  private static CaptureKind kind(Field field) {
    String name = field.getName();
    if (name.startsWith("this$") || name.equals("$outer")) {
      return CaptureKind.THIS;
    }
    return name.startsWith("val$") ? CaptureKind.LOCAL : CaptureKind.FIELD;
  }

  /** The class in whose code a lambda class was made, by its name. */
  private static Class<?> host(Class<?> lambda) {
    return TypeNames.load(TypeNames.hostOfLambda(lambda), lambda.getClassLoader()).orElse(lambda);
  }
}
