package dev.p3.scope;

import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.xbean.asm9.Type;

/**
 * Finds the serializable functions in the code of a class, of the classes within it, and of the
 * methods that these call in other classes of the same jar. For one use.
 */
final class ClassFunctions {
  private static final Set<String> RECIPES =
      Set.of(
          Type.getDescriptor(PerExecutor.Recipe.class),
          Type.getDescriptor(PerExecutor.Closer.class));

  /** Guards against code without an end. */
  private static final int MOST_METHODS = 100_000;

  private final List<Found> found = new ArrayList<>();
  private final Set<Class<?>> whole = new HashSet<>(); // classes all of whose methods are looked at
  private final Set<Step> seen = new HashSet<>();
  private final Deque<Step> open = new ArrayDeque<>();

  /**
   * A function.
   *
   * @param isRecipe whether it builds or closes the value of a {@link PerExecutor}
   */
  record Found(FunctionParts parts, boolean isRecipe) {}

  private record Step(Class<?> owner, ClassFile.MethodCode method) {}

  private ClassFunctions() {}

  static List<Found> of(Class<?> type) {
    var functions = new ClassFunctions();
    functions.addWhole(type);
    while (!functions.open.isEmpty() && functions.seen.size() < MOST_METHODS) {
      functions.read(functions.open.poll());
    }
    return functions.found;
  }

  private void addWhole(Class<?> type) {
    if (!whole.add(type)) {
      return;
    }
    ClassFile file = ClassFile.of(type);
    if (UserFunctions.isFunctionClass(type)
        && !Modifier.isAbstract(type.getModifiers())
        && !type.isInterface()) {
      found.add(new Found(FunctionParts.ofClass(type), false));
    }
    file.methods().values().forEach(method -> open.add(new Step(type, method)));
    for (String member : file.members()) {
      TypeNames.load(member, type.getClassLoader()).ifPresent(this::addWhole);
    }
  }

  private void read(Step step) {
    if (!seen.add(step)) {
      return;
    }
    for (ClassFile.LambdaSite site : step.method().lambdas()) {
      boolean isRecipe = RECIPES.contains(site.functionInterface());
      FunctionParts.ofSite(site, step.owner().getClassLoader())
          .ifPresent(parts -> found.add(new Found(parts, isRecipe)));
    }
    step.method().calls().forEach(call -> follow(step.owner(), call));
  }

  private void follow(Class<?> from, ClassFile.Call call) {
    if (TypeNames.isPlatform(call.owner().replace('/', '.')) || call.owner().startsWith("[")) {
      return;
    }
    Optional<Class<?>> owner =
        TypeNames.load(call.owner(), from.getClassLoader()).filter(type -> isOfSameJar(type, from));
    if (owner.isPresent() && UserFunctions.isFunctionClass(owner.get())) {
      addWhole(owner.get());
      return;
    }
    for (Class<?> level = owner.orElse(null);
        level != null && isOfSameJar(level, from);
        level = level.getSuperclass()) {
      Optional<ClassFile.MethodCode> method = ClassFile.of(level).method(call.key());
      if (method.isPresent()) {
        open.add(new Step(level, method.get()));
        return;
      }
    }
  }

  private static boolean isOfSameJar(Class<?> one, Class<?> other) {
    CodeSource ofOne = one.getProtectionDomain().getCodeSource();
    CodeSource ofOther = other.getProtectionDomain().getCodeSource();
    return ofOne != null
        && ofOther != null
        && Objects.equals(ofOne.getLocation(), ofOther.getLocation());
  }
}
