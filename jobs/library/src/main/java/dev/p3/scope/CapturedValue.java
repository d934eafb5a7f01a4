package dev.p3.scope;

import dev.p3.scope.FunctionParts.Part;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Measures one captured value. */
final class CapturedValue {
  private static final int NULL_BYTES = 1;

  private CapturedValue() {}

  /** With a value to look at. */
  static Capture of(Part part, FunctionBody body, String name, Optional<CaptureReport> function) {
    Object value = part.value();
    var graph =
        new ObjectGraph(
            value, part.kind() == CaptureKind.LOCAL ? name : TypeNames.of(value.getClass()));
    SerializedSize serialized = SerializedSize.of(value);
    return new Capture(
        name,
        part.kind(),
        part.declared().isPrimitive() ? part.declared().getName() : TypeNames.of(value.getClass()),
        part.declaredType(body),
        OptionalLong.of(graph.heapBytes()),
        OptionalLong.of(serialized.bytes()),
        graph.isCut() || serialized.isCut(),
        SmallValues.isImmutable(value),
        serialized.isSerializable(),
        function.isPresent() ? List.of() : findings(graph, serialized),
        serialized.failure().map(CapturedValue::words),
        part.kind().isObjectOfTheCode() ? body.reads() : List.of(),
        part.kind().isObjectOfTheCode() && body.usesThisWhole(),
        function);
  }

  /** With a type alone, or with null. */
  static Capture ofType(Part part, FunctionBody body, String name) {
    Class<?> type = part.declared();
    boolean isNull = part.isKnown();
    boolean isSerializable =
        isNull
            || type.isPrimitive()
            || type.isInterface()
            || type == Object.class
            || Serializable.class.isAssignableFrom(type);
    Optional<Mistake> mistake = isNull ? Optional.empty() : Mistake.of(type);
    var findings = new ArrayList<Finding>();
    if (mistake.isPresent() || !isSerializable) {
      findings.add(new Finding(name, TypeNames.of(type), isSerializable, mistake, 0));
    }
    return new Capture(
        name,
        part.kind(),
        TypeNames.of(type),
        part.declaredType(body),
        isNull ? OptionalLong.of(0) : OptionalLong.empty(),
        isNull ? OptionalLong.of(NULL_BYTES) : OptionalLong.empty(),
        false,
        isNull || SmallValues.isImmutableType(type) || UserFunctions.isFunctionType(type),
        isSerializable,
        List.copyOf(findings),
        Optional.empty(),
        part.kind().isObjectOfTheCode() ? body.reads() : List.of(),
        part.kind().isObjectOfTheCode() && body.usesThisWhole(),
        Optional.empty());
  }

  /** The known mistakes, then what else cannot be serialized. */
  private static List<Finding> findings(ObjectGraph graph, SerializedSize serialized) {
    var findings = new ArrayList<Finding>(graph.mistakes());
    for (Map.Entry<Class<?>, SerializedSize.Offender> entry : serialized.offenders().entrySet()) {
      if (Mistake.of(entry.getKey()).isEmpty()) {
        String type = TypeNames.of(entry.getKey());
        String path = graph.pathOf(entry.getValue().first()).orElse("(made by writeObject)");
        findings.add(new Finding(path, type, false, Optional.empty(), entry.getValue().more()));
      }
    }
    return List.copyOf(findings);
  }

  private static String words(Throwable failure) {
    if (failure instanceof StackOverflowError) {
      return "it is nested too deeply for Java serialization";
    }
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
