package dev.p3.scope;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures captured values. */
final class CapturedValue {
  private static final Size NULL = new Size(1, false);

  /** Up to here a value is serialized once more with the function, for what they share. */
  private static final long SMALL = 1 << 16;

  private CapturedValue() {}

  /** With a value to look at. */
  static Capture of(
      FunctionParts function, FunctionPart part, int number, Optional<CaptureReport> asFunction) {
    FunctionBody body = function.body();
    String name = part.name(body, number);
    Object value = part.value();
    String type = TypeNames.of(value.getClass());
    boolean isObjectOfTheCode = part.kind().isObjectOfTheCode();
    var graph = new ObjectGraph(value, isObjectOfTheCode ? type : name);
    SerializedSize serialized = SerializedSize.of(value);
    boolean staysBehind = part.kind() == CaptureKind.TRANSIENT_CELL_VARIABLE;
    return new Capture(
        name,
        part.kind(),
        part.declared().isPrimitive() ? part.declared().getName() : type,
        part.declaredType(function, body),
        Optional.of(graph.heap()),
        Optional.of(serialized.size()),
        part.kind() != CaptureKind.ASSIGNED_CELL_VARIABLE && SmallValues.isImmutable(value),
        serialized.isSerializable() && !staysBehind,
        asFunction.isPresent() ? List.of() : findings(graph, serialized),
        staysBehind
            ? Optional.of("it is @transient, and stays behind")
            : serialized.failure().map(CapturedValue::words),
        isObjectOfTheCode ? body.reads() : List.of(),
        isObjectOfTheCode && body.usesThisWhole(),
        asFunction);
  }

  /** With a type alone, or with null. */
  static Capture ofType(FunctionParts function, FunctionPart part, int number) {
    FunctionBody body = function.body();
    String name = part.name(body, number);
    Class<?> type = part.declared();
    boolean isNull = part.isKnown();
    boolean isSerializable = isNull || mayBeSerializable(type);
    Optional<Mistake> mistake = isNull ? Optional.empty() : Mistake.of(type);
    boolean isObjectOfTheCode = part.kind().isObjectOfTheCode();
    return new Capture(
        name,
        part.kind(),
        TypeNames.of(type),
        part.declaredType(function, body),
        isNull ? Optional.of(new Size(0, false)) : Optional.empty(),
        isNull ? Optional.of(NULL) : Optional.empty(),
        isNull || SmallValues.isImmutableType(type) || UserFunctions.isFunctionType(type),
        isSerializable,
        isSerializable && mistake.isEmpty()
            ? List.of()
            : List.of(new Finding(name, TypeNames.of(type), isSerializable, mistake, 0)),
        Optional.empty(),
        isObjectOfTheCode ? body.reads() : List.of(),
        isObjectOfTheCode && body.usesThisWhole(),
        Optional.empty());
  }

  /**
   * The size of a function together with its captures, large ones of which are not written again.
   */
  static Size whole(Object function, List<FunctionPart> parts, List<Capture> captures) {
    var large = new ArrayList<Object>();
    long bytes = 0;
    boolean isAtLeast = false;
    for (int i = 0; i < captures.size(); i++) {
      Size size = captures.get(i).serialized().orElse(NULL);
      if (size.bytes() > SMALL || size.isAtLeast()) {
        large.add(parts.get(i).value());
        bytes += size.bytes();
        isAtLeast |= size.isAtLeast();
      }
    }
    Size rest = SerializedSize.without(large, function).size();
    return new Size(bytes + rest.bytes(), isAtLeast || rest.isAtLeast());
  }

  /** An interface says nothing about its implementations. */
  private static boolean mayBeSerializable(Class<?> type) {
    return type.isPrimitive()
        || type.isInterface()
        || type == Object.class
        || Serializable.class.isAssignableFrom(type);
  }

  /** The known mistakes, then what else cannot be serialized. */
  private static List<Finding> findings(ObjectGraph graph, SerializedSize serialized) {
    if (serialized.offenders().containsKey(graph.root().getClass())) {
      // Nothing within it was written, so the graph alone tells of that.
      return Stream.concat(graph.unserializable().stream(), graph.mistakes().stream()).toList();
    }
    var findings = new ArrayList<Finding>(graph.mistakes());
    serialized
        .offenders()
        .forEach(
            (type, offender) -> {
              if (Mistake.of(type).isEmpty()) {
                String path = graph.pathOf(offender.first()).orElse("written by writeObject");
                findings.add(
                    new Finding(
                        path, TypeNames.of(type), false, Optional.empty(), offender.more()));
              }
            });
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
