package dev.p3.scope;

import dev.p3.scope.ClassFile.Call;
import dev.p3.scope.ClassFile.FieldUse;
import dev.p3.scope.ClassFile.MethodCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;

/**
 * Reads the code of a function from class files, following calls within its own class, the classes
 * nested together with it, the classes that its {@code this} extends, and other cells of a
 * notebook. For one use.
 */
final class BodyReader {
  private static final int MOST_METHODS = 10_000;

  /** Ends the names of methods that Scala makes for lazy variables. */
  private static final String COMPUTES_LAZILY = "$lzycompute";

  /** Names of the methods of function interfaces, and the first one of an aggregator. */
  private static final Set<String> CALLED = Set.of("call", "apply", "reduce");

  private static final ClassValue<Map<String, FunctionBody>> KNOWN =
      new ClassValue<>() {
        @Override
        protected Map<String, FunctionBody> computeValue(Class<?> code) {
          return new ConcurrentHashMap<>();
        }
      };

  private final Class<?> code;

  /** The classes of the object that the code belongs to, by internal name. */
  private final Map<String, Class<?>> selves = new HashMap<>();

  private final Map<String, Class<?>> own = new HashMap<>();
  private final Deque<Step> toRead = new ArrayDeque<>();
  private final Set<Step> seen = new HashSet<>();
  private final Map<String, FieldRead> reads = new LinkedHashMap<>();
  private final Map<String, StaticUse> statics = new LinkedHashMap<>();
  private final Map<String, CellRead> cellReads = new LinkedHashMap<>();
  private final boolean isOfAnObject;
  private boolean usesThisWhole;

  private record Step(Class<?> owner, String method) {
    Optional<MethodCode> code() {
      return ClassFile.of(owner).method(method);
    }

    boolean isCalledBySpark() {
      return CALLED.contains(method.substring(0, method.indexOf('(')));
    }
  }

  private BodyReader(Class<?> code, Class<?> self) {
    this.code = code;
    isOfAnObject = self != null;
    own.put(Type.getInternalName(code), code);
    for (Class<?> level = self;
        level != null && !TypeNames.isPlatform(level.getName());
        level = level.getSuperclass()) {
      selves.put(Type.getInternalName(level), level);
    }
    own.putAll(selves);
  }

  /**
   * Reads one method.
   *
   * @param code the class that has it
   * @param method its name and descriptor; null for every method of an object that is a function
   * @param self the class of the captured {@code this} or receiver; null when there is none
   */
  static FunctionBody read(Class<?> code, String method, Class<?> self) {
    String key = method + (self == null ? "" : " of " + self.getName());
    Map<String, FunctionBody> known = KNOWN.get(code);
    FunctionBody body = known.get(key);
    if (body == null) {
      body = new BodyReader(code, self).read(method);
      known.put(key, body);
    }
    return body;
  }

  private FunctionBody read(String method) {
    List<Step> roots = TypeNames.isPlatform(code.getName()) ? List.of() : roots(method);
    toRead.addAll(roots);
    while (!toRead.isEmpty() && seen.size() < MOST_METHODS) {
      Step step = toRead.poll();
      if (seen.add(step)) {
        step.code().ifPresent(each -> read(step.owner(), each));
      }
    }
    Optional<MethodCode> first = roots.stream().findFirst().flatMap(Step::code);
    return new FunctionBody(
        first.map(MethodCode::name).orElse("?"),
        ClassFile.of(roots.isEmpty() ? code : roots.get(0).owner()).source(),
        first.map(MethodCode::line).orElse(0),
        first.map(MethodCode::variables).orElse(List.of()),
        List.copyOf(reads.values()),
        usesThisWhole || (isOfAnObject && selves.isEmpty()),
        List.copyOf(statics.values()),
        List.copyOf(cellReads.values()));
  }

  /** The method, or all methods of an object, those that functions are called by first. */
  private List<Step> roots(String method) {
    if (method != null) {
      return List.of(new Step(code, method));
    }
    var roots = new ArrayList<Step>();
    for (Class<?> level = code;
        level != null && !TypeNames.isPlatform(level.getName());
        level = level.getSuperclass()) {
      for (String key : ClassFile.of(level).instanceMethods()) {
        roots.add(new Step(level, key));
      }
    }
    roots.sort(Comparator.comparing(step -> !step.isCalledBySpark()));
    return roots;
  }

  private void read(Class<?> owner, MethodCode method) {
    for (FieldUse use : method.fields()) {
      read(owner, use);
      readOfCell(method, use);
    }
    method.calls().forEach(call -> follow(owner, call));
    usesThisWhole |= method.handedOn().stream().anyMatch(selves::containsKey);
  }

  private void read(Class<?> owner, FieldUse use) {
    if (use.isStatic()) {
      StaticFields.mutableUse(use, owner.getClassLoader())
          .ifPresent(
              found ->
                  statics.merge(
                      use.owner() + "." + use.name(),
                      found,
                      (one, other) -> one.isWritten() ? one : other));
      return;
    }
    Class<?> self = selves.get(use.owner());
    boolean leadsOutwards = use.name().startsWith("this$");
    if (self != null && !leadsOutwards) {
      reads.computeIfAbsent(use.name(), name -> fieldRead(self, name));
    }
  }

  private void readOfCell(MethodCode method, FieldUse use) {
    if (use.isStatic() || !NotebookCells.isHolder(use.owner())) {
      return;
    }
    boolean isWritten =
        use.isWrite()
            && !method.name().equals("<init>")
            && !method.name().endsWith(COMPUTES_LAZILY);
    String owner = use.owner().replace('/', '.');
    cellReads.merge(
        owner + "." + use.name(),
        new CellRead(owner, use.name(), isWritten),
        (one, other) -> one.isWritten() ? one : other);
  }

  private void follow(Class<?> from, Call call) {
    if (call.name().equals("<init>") && NotebookCells.isCode(call.owner())) {
      followAll(call.owner(), from.getClassLoader());
      return;
    }
    for (Class<?> level = owned(call.owner(), from.getClassLoader());
        level != null;
        level = level.getSuperclass()) {
      if (ClassFile.of(level).method(call.key()).isPresent()) {
        toRead.add(new Step(level, call.key()));
        return;
      }
    }
  }

  /**
   * Every method of a class in a cell, of which the function makes an object: any may be called.
   */
  private void followAll(String internalName, ClassLoader loader) {
    if (NotebookCells.isHolder(internalName)) {
      return; // made before the function was
    }
    Class<?> made = owned(internalName, loader);
    if (made != null) {
      ClassFile.of(made).methods().keySet().forEach(key -> toRead.add(new Step(made, key)));
    }
  }

  /** The class if its code is the function's own; else null. */
  private Class<?> owned(String internalName, ClassLoader loader) {
    Class<?> known = own.get(internalName);
    if (known != null) {
      return known;
    }
    String nest = Type.getInternalName(code.getNestHost());
    boolean isNested = internalName.equals(nest) || internalName.startsWith(nest + "$");
    if (!isNested && !NotebookCells.isCode(internalName)) {
      return null;
    }
    Class<?> found = TypeNames.load(internalName, loader).orElse(null);
    if (found != null) {
      own.put(internalName, found);
    }
    return found;
  }

  private static FieldRead fieldRead(Class<?> self, String field) {
    for (Class<?> level = self; level != null; level = level.getSuperclass()) {
      ClassFile.FieldDefinition definition = ClassFile.of(level).fields().get(field);
      if (definition != null) {
        boolean isTransient = (definition.access() & Opcodes.ACC_TRANSIENT) != 0;
        return new FieldRead(field, definition.typeName(), isTransient);
      }
    }
    return new FieldRead(field, "?", false);
  }
}
