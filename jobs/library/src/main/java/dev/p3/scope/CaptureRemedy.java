package dev.p3.scope;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * What to do instead of a capture.
 *
 * @param record the scope's record; null where there is none yet
 */
record CaptureRemedy(String record) {

  String of(Capture capture) {
    Stream<String> mistakes =
        capture.findings().stream()
            .map(Finding::mistake)
            .flatMap(Optional::stream)
            .distinct()
            .filter(mistake -> !isObjectOfTheCode(capture) || capture.usesItWhole())
            .map(Mistake::remedy);
    Stream<String> values =
        isObjectOfTheCode(capture) && !capture.usesItWhole() ? ofReads(capture) : ofValue(capture);
    return Stream.concat(mistakes, values).collect(Collectors.joining("; "));
  }

  String of(StaticUse use) {
    return use.isWritten()
        ? "return it as a row, or count with an accumulator"
        : "copy it to a local variable when it is a small immutable value, or "
            + added(List.of(new FieldRead(use.name(), use.type(), false)));
  }

  /** The values that are needed of an object, one by one. */
  private Stream<String> ofReads(Capture capture) {
    if (capture.reads().isEmpty()) {
      return Stream.of(
          capture.kind() == CaptureKind.THIS
              ? "write the function where there is no this: in a static method, or as a static class"
              : "make the method static, or the object within the function");
    }
    Stream<String> mistakes =
        capture.reads().stream()
            .flatMap(read -> mistakeAt(capture, read).stream())
            .distinct()
            .map(Mistake::remedy);
    List<FieldRead> values =
        capture.reads().stream().filter(read -> mistakeAt(capture, read).isEmpty()).toList();
    Stream<String> copies =
        values.isEmpty()
            ? Stream.empty()
            : Stream.of(
                String.format(
                    Locale.ROOT,
                    "copy %s, or %s",
                    values.size() == 1 ? "it to a local variable" : "them to local variables",
                    added(values)));
    return Stream.concat(mistakes, copies);
  }

  private static Optional<Mistake> mistakeAt(Capture capture, FieldRead read) {
    return capture.findings().stream()
        .filter(finding -> finding.path().endsWith("." + read.name()))
        .flatMap(finding -> finding.mistake().stream())
        .findFirst();
  }

  private Stream<String> ofValue(Capture capture) {
    boolean isMistakeItself =
        capture.findings().stream()
            .anyMatch(
                finding -> finding.mistake().isPresent() && finding.path().equals(capture.name()));
    if (isMistakeItself) {
      return Stream.empty();
    }
    if (capture.kind() == CaptureKind.ASSIGNED_CELL_VARIABLE) {
      return Stream.of("return it as a row, or count with an accumulator");
    }
    if (capture.function().isPresent()) {
      return Stream.of("hand it what it captures as an argument");
    }
    String inScope =
        added(List.of(new FieldRead(componentName(capture), typeName(capture), false)));
    if (capture.isSerializable()) {
      return Stream.of(inScope);
    }
    return Stream.of(
        capture.isImmutable()
            ? inScope + ", or let its class implement java.io.Serializable"
            : "build it within the function, or let its class implement java.io.Serializable");
  }

  private String added(List<FieldRead> values) {
    if (Shared.class.getSimpleName().equals(record)) {
      String names = values.stream().map(FieldRead::name).collect(Collectors.joining(", "));
      return String.format(
          Locale.ROOT,
          "put %s into the value of Shared, with which the scope is opened, and take %s from the function's first argument",
          names,
          values.size() == 1 ? "it" : "them");
    }
    return String.format(
        Locale.ROOT,
        "add %s to %s",
        values.stream()
            .map(value -> String.format(Locale.ROOT, "`%s %s`", value.type(), value.name()))
            .collect(Collectors.joining(", ")),
        record == null ? "the record of a scope" : record);
  }

  private static boolean isObjectOfTheCode(Capture capture) {
    return capture.kind().isObjectOfTheCode();
  }

  private static String typeName(Capture capture) {
    return capture.declaredType().equals("Object") ? capture.type() : capture.declaredType();
  }

  /** The variable's name; where it has none that Java takes, that of its type. */
  private static String componentName(Capture capture) {
    if (SourceVersion.isName(capture.name()) && capture.kind() != CaptureKind.RECEIVER) {
      return capture.name();
    }
    String type = typeName(capture).replaceAll("<.*", "").replaceAll(".*[.$\\d]", "");
    String element = type.replaceAll("[^\\p{javaJavaIdentifierPart}]", "");
    if (element.isEmpty()) {
      return "value";
    }
    String name = element.substring(0, 1).toLowerCase(Locale.ROOT) + element.substring(1);
    return SourceVersion.isName(name) ? name : name + "Value";
  }
}
