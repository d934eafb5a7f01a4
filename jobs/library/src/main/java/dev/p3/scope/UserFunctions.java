package dev.p3.scope;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.spark.sql.expressions.Aggregator;

/** Tells functions from other objects, and a user's functions from those that wrap them. */
final class UserFunctions {
  private static final Pattern FUNCTION_INTERFACE =
      Pattern.compile(
          "org\\.apache\\.spark\\.(api\\.java\\.function|sql\\.api\\.java)\\.\\w+"
              + "|dev\\.p3\\.scope\\.Scoped\\w+"
              + "|scala\\.(runtime\\.java8\\.)?J?Function\\d+(\\$.*)?");

  private static final ClassValue<Boolean> IS_FUNCTION =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return FunctionParts.isLambdaClass(type) || isFunctionType(type);
        }
      };

  private UserFunctions() {}

  /** The user's functions that an object wraps, or the object; none when it is Spark's alone. */
  static List<Object> within(Object function) {
    FunctionParts parts = FunctionParts.of(function);
    if (!isWrapper(parts.code())) {
      return List.of(function);
    }
    return parts.parts().stream()
        .map(FunctionPart::value)
        .filter(Objects::nonNull)
        .filter(UserFunctions::isFunction)
        .flatMap(each -> within(each).stream())
        .toList();
  }

  static boolean isFunction(Object value) {
    return IS_FUNCTION.get(value.getClass());
  }

  /** Whether a type is that of functions; Scala's collections are functions too, but not meant. */
  static boolean isFunctionType(Class<?> type) {
    if (scala.collection.Iterable.class.isAssignableFrom(type)) {
      return false;
    }
    return Aggregator.class.isAssignableFrom(type)
        || TypeNames.superTypes(type)
            .anyMatch(each -> FUNCTION_INTERFACE.matcher(each.getName()).matches());
  }

  /** Whether a class is a serializable function that could be made. */
  static boolean isFunctionClass(Class<?> type) {
    return isFunctionType(type) && Serializable.class.isAssignableFrom(type);
  }

  private static boolean isWrapper(Class<?> code) {
    return code.getName().startsWith("org.apache.spark.") || isOfScopes(code);
  }

  /** Of this package, and of the same jar as this class: a user's package may share the name. */
  private static boolean isOfScopes(Class<?> code) {
    return code.getPackageName().equals(Scope.class.getPackageName())
        && code.getProtectionDomain().getCodeSource() != null
        && Objects.equals(
            code.getProtectionDomain().getCodeSource().getLocation(),
            Scope.class.getProtectionDomain().getCodeSource().getLocation());
  }
}
