package dev.p3.record;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.JavaDecimalEncoder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.SQLUserDefinedType;

/**
 * Finds the {@link ColumnForm} of a declared type, or says at which component it has none. Walks
 * one component after another; not thread-safe.
 */
final class ColumnForms {
  private static final Set<Class<?>> LEAVES =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          byte[].class,
          java.sql.Date.class,
          java.sql.Timestamp.class,
          java.time.LocalDate.class,
          java.time.LocalDateTime.class,
          java.time.Instant.class,
          java.time.Duration.class,
          java.time.Period.class);

  private final Set<Type> open = new HashSet<>(); // records being walked, from the root to here

  private ColumnForms() {}

  /**
   * @throws IllegalArgumentException when the type is no record, or has a component without a form
   */
  static RecordForm of(Type type) {
    String path =
        type instanceof ParameterizedType generic
            ? ((Class<?>) generic.getRawType()).getSimpleName()
            : ((Class<?>) type).getSimpleName();
    ColumnForm form = new ColumnForms().form(type, new Place(path, Map.of(), null));
    return (RecordForm) form;
  }

  /** Where a type is declared: the path to it, what its variables stand for, its decimals. */
  private record Place(String path, Map<TypeVariable<?>, Type> arguments, Decimal decimal) {
    Place inside(String step) {
      return new Place(path + step, arguments, decimal);
    }
  }

  private ColumnForm form(Type type, Place place) {
    if (type instanceof Class<?> raw) {
      return ofClass(raw, place);
    }
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, place);
    }
    if (type instanceof GenericArrayType array) {
      return new ArrayForm(form(array.getGenericComponentType(), place.inside("[]")));
    }
    if (type instanceof WildcardType wildcard) {
      return form(wildcard.getUpperBounds()[0], place);
    }
    Type argument = place.arguments.get(type);
    if (argument == null) {
      throw refusal(type, place, "the type variable stands for no type", "use a TypeToken");
    }
    return form(argument, place);
  }

  private ColumnForm ofClass(Class<?> type, Place place) {
    if (type.isRecord()) {
      if (type.getTypeParameters().length > 0) {
        throw refusal(type, place, "a generic record needs its type arguments", "use a TypeToken");
      }
      return ofRecord(type, type, place);
    }
    if (type == BigDecimal.class) {
      return decimal(place);
    }
    if (type == BigInteger.class) {
      return new CheckedForm(leaf(type), new Digits(place.path, 38, 0));
    }
    if (type == UUID.class) {
      return new UuidForm();
    }
    if (type == void.class || type == char.class || !isLeaf(type)) {
      if (type.isArray()) {
        return new ArrayForm(form(type.getComponentType(), place.inside("[]")));
      }
      throw noColumnType(type, place);
    }
    return Moments.of(type)
        .<ColumnForm>map(moments -> new CheckedForm(leaf(type), moments.at(place.path)))
        .orElseGet(() -> leaf(type));
  }

  private static LeafForm leaf(Class<?> type) {
    return new LeafForm(JavaTypeInference.encoderFor(type));
  }

  private static boolean isLeaf(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || LEAVES.contains(type)
        || type.isAnnotationPresent(SQLUserDefinedType.class);
  }

  private ColumnForm ofGeneric(ParameterizedType type, Place place) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw.isRecord()) {
      return ofRecord(raw, type, bound(raw, arguments, place));
    }
    if (raw == List.class) {
      return new ListForm(form(arguments[0], place.inside("[]")));
    }
    if (raw == Set.class) {
      return new SetForm(form(arguments[0], place.inside("[]")));
    }
    if (raw == Optional.class) {
      return new OptionalForm(optional(arguments[0], place));
    }
    if (raw == Map.class) {
      return new MapForm(
          form(arguments[0], place.inside(".key")), form(arguments[1], place.inside(".value")));
    }
    throw noColumnType(type, place);
  }

  private ColumnForm optional(Type argument, Place place) {
    ColumnForm value = form(argument, place.inside("?"));
    if (value instanceof OptionalForm) {
      throw refusal(
          argument, place, "a column has one null, for the outer Optional", "use one Optional");
    }
    return value;
  }

  private RecordForm ofRecord(Class<?> record, Type type, Place place) {
    requirePublic(record, place);
    if (refersToOwnVariables(record, type) || !open.add(resolved(type, place))) {
      throw refusal(
          type, place, "the record holds itself", "refer to other rows by a key component");
    }
    List<RecordForm.Field> fields = new ArrayList<>();
    Map<String, String> taken = new HashMap<>(); // to components, from columns in lower case
    for (RecordComponent component : record.getRecordComponents()) {
      RecordForm.Field field = field(component, place);
      String inUse = field.column().isEmpty() ? "empty" : taken(taken, field);
      if (inUse != null) {
        throw refusal(
            component.getGenericType(),
            place.inside("." + component.getName()),
            String.format(Locale.ROOT, "the column name '%s' is %s", field.column(), inUse),
            "give each @Column of a record its own name");
      }
      fields.add(field);
    }
    open.remove(resolved(type, place));
    return new RecordForm(record, fields);
  }

  /** By which component a column is taken: Spark holds names that differ in case for one. */
  private static String taken(Map<String, String> taken, RecordForm.Field field) {
    String other =
        taken.putIfAbsent(
            field.column().toLowerCase(Locale.ROOT),
            String.format(
                Locale.ROOT, "%s, whose column is '%s'", field.component(), field.column()));
    return other == null
        ? null
        : "that of component "
            + other
            + ", since Spark makes no difference between upper and lower case";
  }

  private RecordForm.Field field(RecordComponent component, Place place) {
    Column column = component.getAnnotation(Column.class);
    var inside =
        new Place(
            place.path + "." + component.getName(),
            place.arguments,
            component.getAnnotation(Decimal.class));
    return new RecordForm.Field(
        component.getName(),
        column == null ? component.getName() : column.value(),
        form(component.getGenericType(), inside));
  }

  /** The place inside a generic record: its variables stand for the arguments. */
  private static Place bound(Class<?> record, Type[] arguments, Place place) {
    Map<TypeVariable<?>, Type> bound = new HashMap<>(place.arguments);
    TypeVariable<?>[] variables = record.getTypeParameters();
    for (int i = 0; i < variables.length; i++) {
      bound.put(variables[i], place.arguments.getOrDefault(arguments[i], arguments[i]));
    }
    return new Place(place.path, Map.copyOf(bound), place.decimal);
  }

  /** As in {@code record Node<T>(Node<List<T>> next)}, which has no end of instantiations. */
  private static boolean refersToOwnVariables(Class<?> record, Type type) {
    if (!(type instanceof ParameterizedType generic)) {
      return false;
    }
    for (Type argument : generic.getActualTypeArguments()) {
      if (argument instanceof ParameterizedType nested && mentionsVariableOf(record, nested)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mentionsVariableOf(Class<?> record, ParameterizedType type) {
    for (Type argument : type.getActualTypeArguments()) {
      boolean own =
          argument instanceof TypeVariable<?> variable
              && variable.getGenericDeclaration() == record;
      if (own
          || (argument instanceof ParameterizedType nested && mentionsVariableOf(record, nested))) {
        return true;
      }
    }
    return false;
  }

  /** A raw class stands for itself: a generic record inside itself has other arguments. */
  private static Type resolved(Type type, Place place) {
    return type instanceof ParameterizedType ? new Instantiation(type, place.arguments) : type;
  }

  private record Instantiation(Type declared, Map<TypeVariable<?>, Type> arguments)
      implements Type {}

  private static CheckedForm decimal(Place place) {
    Decimal declared = place.decimal;
    if (declared == null) {
      return decimal(place, 38, 18);
    }
    if (declared.precision() < 1
        || declared.precision() > 38
        || declared.scale() < 0
        || declared.scale() > declared.precision()) {
      throw refusal(
          BigDecimal.class,
          place,
          String.format(
              Locale.ROOT,
              "invalid @Decimal(precision = %d, scale = %d)",
              declared.precision(),
              declared.scale()),
          "precision must be 1 to 38, scale 0 to the precision");
    }
    return decimal(place, declared.precision(), declared.scale());
  }

  private static CheckedForm decimal(Place place, int precision, int scale) {
    var encoder = new JavaDecimalEncoder(DataTypes.createDecimalType(precision, scale), false);
    return new CheckedForm(new LeafForm(encoder), new Digits(place.path, precision, scale));
  }

  private static void requirePublic(Class<?> record, Place place) {
    if (!Modifier.isPublic(record.getModifiers())) {
      throw refusal(
          record,
          place,
          "the record is not public, and Spark's generated code calls it",
          "make it a public top-level or member record");
    }
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    if (Arrays.stream(record.getConstructors())
        .noneMatch(constructor -> Arrays.equals(constructor.getParameterTypes(), types))) {
      throw refusal(
          record, place, "its canonical constructor is not public", "make the constructor public");
    }
  }

  private static IllegalArgumentException noColumnType(Type type, Place place) {
    return refusal(
        type,
        place,
        "Spark has no column type for it",
        "use a record, a primitive or its box, String, an enum, BigDecimal, BigInteger, byte[], a"
            + " java.time or java.sql date or time, UUID, or a List, Set, Map, Optional or array of"
            + " these, with type arguments");
  }

  private static IllegalArgumentException refusal(
      Type type, Place place, String rule, String remedy) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Cannot make an encoder: %s: %s — %s (%s)",
            place.path,
            type.getTypeName(),
            rule,
            remedy));
  }
}
