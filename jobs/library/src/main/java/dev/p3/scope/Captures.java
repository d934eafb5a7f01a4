package dev.p3.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says what a function captures: a serializable lambda, a method reference, an object of an
 * anonymous, inner, local or other class, in Java or Scala. Needs no session. Thread-safe.
 *
 * <p>Names of variables, types with arguments and lines come from the debug information of class
 * files; without it, captures are numbered. Sizes are those of Java serialization, which Spark uses
 * for every function whatever {@code spark.serializer} says, and of the heap, reckoned by the JVM's
 * layout. No code of the captured objects is called but what serialization itself calls; {@code
 * toString}, {@code equals} and {@code hashCode} never are.
 *
 * <p>Of the object that holds the variables of a notebook's cell, those that the function reads are
 * captures of their own.
 *
 * <p>Cost: well under a millisecond for a function with small captures once its class was seen; no
 * more than a million objects of a captured value are looked at, for a few seconds at most.
 */
public final class Captures {
  private static final int MOST_NESTED = 10;

  /** Of lambdas that carry nothing, which the JVM makes once for each place in the code. */
  private static final ClassValue<AtomicReference<CaptureReport>> WITHOUT_CAPTURES =
      new ClassValue<>() {
        @Override
        protected AtomicReference<CaptureReport> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  private Captures() {}

  /**
   * Looks at one function. Where Spark or a scope has wrapped a user's function, that is what is
   * looked at.
   *
   * @param function not null
   */
  public static CaptureReport inspect(Object function) {
    List<Object> within = UserFunctions.within(function);
    return inspect(within.size() == 1 ? within.get(0) : function, MOST_NESTED);
  }

  /**
   * Looks at every user's function that a function of Spark's or of a scope wraps; at the function
   * itself when it is a user's.
   *
   * @param function not null
   * @return a report for each; none for a function of Spark's own
   */
  public static List<CaptureReport> inspectAll(Object function) {
    return UserFunctions.within(function).stream().map(each -> inspect(each, MOST_NESTED)).toList();
  }

  /**
   * Looks at the serializable lambdas, method references and function objects in the code of a
   * class, of the classes within it, and of the methods that these call in other classes of the
   * same jar. There are no values, so there are no sizes, and captures are judged by their types.
   * Initializes no class.
   */
  public static List<CaptureReport> inspectClass(Class<?> type) {
    return ClassFunctions.of(type).stream()
        .map(each -> report(each.parts(), null, each.isRecipe(), 0))
        .toList();
  }

  /** Whether an object is a function that Spark may run: a lambda, or of one of its interfaces. */
  public static boolean isFunction(Object object) {
    return UserFunctions.isFunction(object);
  }

  private static CaptureReport inspect(Object function, int levels) {
    AtomicReference<CaptureReport> known = WITHOUT_CAPTURES.get(function.getClass());
    if (known.get() != null) {
      return known.get();
    }
    Object freed = CellFunctions.freed(function);
    FunctionParts parts = FunctionParts.of(freed);
    boolean isRecipe =
        function instanceof PerExecutor.Recipe || function instanceof PerExecutor.Closer;
    CaptureReport report = report(parts, freed, isRecipe, levels);
    if (parts.parts().isEmpty() && FunctionParts.isLambdaClass(function.getClass())) {
      known.set(report);
    }
    return report;
  }

  private static CaptureReport report(
      FunctionParts parts, Object function, boolean isRecipe, int levels) {
    FunctionBody body = parts.body();
    var captures = new ArrayList<Capture>();
    List<FunctionPart> carried = parts.withCellsSeenThrough();
    for (FunctionPart part : carried) {
      captures.add(capture(parts, part, captures.size() + 1, levels));
    }
    return new CaptureReport(
        parts.site(body),
        parts.isSerializable(),
        Optional.ofNullable(function).map(whole -> CapturedValue.whole(whole, carried, captures)),
        List.copyOf(captures),
        body.statics(),
        isRecipe);
  }

  private static Capture capture(FunctionParts parts, FunctionPart part, int number, int levels) {
    if (part.isKnown() && part.value() != null) {
      Optional<CaptureReport> function =
          levels > 0 && UserFunctions.isFunction(part.value())
              ? Optional.of(inspect(part.value(), levels - 1))
              : Optional.empty();
      return CapturedValue.of(parts, part, number, function);
    }
    return CapturedValue.ofType(parts, part, number);
  }
}
