package dev.p3.scope;

import static org.apache.xbean.asm9.Opcodes.ACC_FINAL;
import static org.apache.xbean.asm9.Opcodes.ACC_SYNTHETIC;

import dev.p3.scope.ClassFile.FieldDefinition;
import dev.p3.scope.ClassFile.FieldUse;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.xbean.asm9.Type;

/** Tells static fields that are constants from those that are state. Initializes no class. */
final class StaticFields {
  private static final List<Class<?>> MUTABLE =
      List.of(
          Collection.class,
          Map.class,
          BitSet.class,
          Date.class,
          Calendar.class,
          StringBuilder.class,
          StringBuffer.class);

  private StaticFields() {}

  /** The use of a field that is, or may hold, state; empty for a constant. */
  static Optional<StaticUse> mutableUse(FieldUse use, ClassLoader loader) {
    if (TypeNames.isPlatform(use.owner().replace('/', '.'))) {
      return Optional.empty();
    }
    return TypeNames.load(use.owner(), loader)
        .flatMap(owner -> declaring(owner, use.name()))
        .filter(owner -> isMutable(owner, ClassFile.of(owner).fields().get(use.name())))
        .map(
            owner ->
                new StaticUse(
                    TypeNames.of(owner),
                    use.name(),
                    ClassFile.of(owner).fields().get(use.name()).typeName(),
                    use.isWrite()));
  }

  private static boolean isMutable(Class<?> owner, FieldDefinition field) {
    boolean madeByCompiler =
        (field.access() & ACC_SYNTHETIC) != 0 || field.name().equals("MODULE$");
    if (madeByCompiler) {
      return false;
    }
    if ((field.access() & ACC_FINAL) == 0) {
      return true;
    }
    if (ClassFile.of(owner).constantCollections().contains(field.name())) {
      return false;
    }
    Class<?> type =
        TypeNames.load(Type.getType(field.descriptor()), owner.getClassLoader())
            .orElse(Object.class);
    return type.isArray()
        || type.getName().startsWith("java.util.concurrent.atomic.")
        || MUTABLE.stream().anyMatch(mutable -> mutable.isAssignableFrom(type))
        || Mistake.ofStatic(type).isPresent();
  }

  private static Optional<Class<?>> declaring(Class<?> owner, String field) {
    return TypeNames.superTypes(owner)
        .filter(level -> ClassFile.of(level).fields().containsKey(field))
        .findFirst();
  }
}
