package dev.p3.scope;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Frees functions of a notebook's cells from what they do not use: copies of the cells' objects
 * take the place of these, and hold the variables that the function reads and nothing else. So the
 * others neither travel nor have to be serializable. Spark does the like, cell by cell, for
 * functions that are given to it directly.
 *
 * <p>A variable's value is the one at this moment.
 */
final class CellFunctions {
  private static final int MOST_NESTED = 10;

  /** What is known of the function: class and field. */
  private final Set<String> used = new HashSet<>();

  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
  private final int levels;

  private CellFunctions(int levels) {
    this.levels = levels;
  }

  /** The function itself, or an equal one that carries what it uses alone. */
  static <F> F freed(F function) {
    return freed(function, MOST_NESTED);
  }

  @SuppressWarnings("unchecked") // a copy has the same class, or is of the same lambda
  private static <F> F freed(F function, int levels) {
    Optional<SerializedLambda> lambda = SerializedForm.of(function);
    String code =
        lambda
            .map(form -> form.getCapturingClass().replace('/', '.'))
            .orElse(function.getClass().getName());
    boolean isOfCell = NotebookCells.isCode(code) && function instanceof Serializable;
    if (!isOfCell || levels == 0) {
      return function;
    }
    var cells = new CellFunctions(levels);
    FunctionParts parts = FunctionParts.of(function);
    parts.body().cellReads().forEach(read -> cells.used.add(read.owner() + "." + read.name()));
    try {
      return (F)
          (lambda.isPresent()
              ? cells.copyOfLambda(function, lambda.get())
              : cells.copyOfObject(function));
    } catch (ReflectiveOperationException e) {
      return function; // as it is: the check says what it carries
    }
  }

  private Object copyOfLambda(Object function, SerializedLambda lambda)
      throws ReflectiveOperationException {
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    boolean isSame = true;
    for (int i = 0; i < captured.length; i++) {
      captured[i] = replaced(lambda.getCapturedArg(i));
      isSame &= captured[i] == lambda.getCapturedArg(i);
    }
    if (isSame) {
      return function;
    }
    Class<?> capturing =
        Class.forName(
            lambda.getCapturingClass().replace('/', '.'),
            false,
            function.getClass().getClassLoader());
    var copy =
        new SerializedLambda(
            capturing,
            lambda.getFunctionalInterfaceClass(),
            lambda.getFunctionalInterfaceMethodName(),
            lambda.getFunctionalInterfaceMethodSignature(),
            lambda.getImplMethodKind(),
            lambda.getImplClass(),
            lambda.getImplMethodName(),
            lambda.getImplMethodSignature(),
            lambda.getInstantiatedMethodType(),
            captured);
    Method maker = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
    maker.setAccessible(true);
    return maker.invoke(null, copy);
  }

  /** Of an object that is a function and knows the cell around it. */
  private Object copyOfObject(Object function) throws ReflectiveOperationException {
    Object copy = allocated(function.getClass());
    for (Field field : fields(function.getClass())) {
      field.set(copy, replaced(field.get(function)));
    }
    return copy;
  }

  /** A cell's object without what is not used; a function freed; all else as it is. */
  private Object replaced(Object value) throws ReflectiveOperationException {
    if (value == null) {
      return null;
    }
    if (NotebookCells.isHolder(value.getClass().getName())) {
      return copyOfCell(value);
    }
    return UserFunctions.isFunction(value) ? freed(value, levels - 1) : value;
  }

  private Object copyOfCell(Object cell) throws ReflectiveOperationException {
    Object known = copies.get(cell);
    if (known != null) {
      return known;
    }
    Object copy = allocated(cell.getClass());
    copies.put(cell, copy);
    for (Field field : fields(cell.getClass())) {
      if (used.contains(field.getDeclaringClass().getName() + "." + field.getName())) {
        field.set(copy, replaced(field.get(cell)));
      }
    }
    return copy;
  }

  /** The variables of cells that a function reads, each as a part of the function. */
  static List<FunctionPart> variables(FunctionParts parts) {
    List<CellRead> reads = parts.body().cellReads();
    var cells = new IdentityHashMap<Object, Boolean>();
    for (FunctionPart part : parts.parts()) {
      collect(part.value(), cells);
    }
    var found = new ArrayList<FunctionPart>();
    for (Object cell : cells.keySet()) {
      for (CellRead read : reads) {
        if (read.isVariable() && read.owner().equals(cell.getClass().getName())) {
          part(cell, read).ifPresent(found::add);
        }
      }
    }
    // In the order in which the function mentions them.
    found.sort((one, other) -> Integer.compare(at(reads, one), at(reads, other)));
    return found;
  }

  private static int at(List<CellRead> reads, FunctionPart part) {
    return reads.stream().map(CellRead::name).toList().indexOf(part.field().getName());
  }

  private static Optional<FunctionPart> part(Object cell, CellRead read) {
    return fields(cell.getClass()).stream()
        .filter(field -> field.getName().equals(read.name()))
        .findFirst()
        .map(field -> ofField(field, cell, read))
        .filter(part -> part.value() == null || !isCell(part.value()));
  }

  private static FunctionPart ofField(Field field, Object cell, CellRead read) {
    CaptureKind kind =
        read.isWritten()
            ? CaptureKind.ASSIGNED_CELL_VARIABLE
            : Modifier.isTransient(field.getModifiers())
                ? CaptureKind.TRANSIENT_CELL_VARIABLE
                : CaptureKind.CELL_VARIABLE;
    return new FunctionPart(kind, -1, field, field.getType(), TypeNames.value(field, cell), true);
  }

  private static void collect(Object value, Map<Object, Boolean> cells) {
    if (value == null || !isCell(value) || cells.put(value, true) != null) {
      return;
    }
    for (Field field : fields(value.getClass())) {
      if (!field.getType().isPrimitive()) {
        collect(TypeNames.value(field, value), cells);
      }
    }
  }

  private static boolean isCell(Object value) {
    return NotebookCells.isHolder(value.getClass().getName());
  }

  private static List<Field> fields(Class<?> type) {
    var fields = new ArrayList<Field>();
    for (Class<?> level = type;
        level != null && !TypeNames.isJdk(level);
        level = level.getSuperclass()) {
      Arrays.stream(level.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()) && field.trySetAccessible())
          .forEach(fields::add);
    }
    return fields;
  }

  /** Without a call of its constructor, which would run the cell's code again. */
  private static Object allocated(Class<?> type) {
    return new StdInstantiatorStrategy().newInstantiatorOf(type).newInstance();
  }
}
