package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderRefusalTest {
  /** A record inside others. */
  public record Carrier(List<Object> names) {}

  /** Holds the unsupported type at depth. */
  public record Deep(Map<String, Carrier[]> carriers) {}

  /** An interface. */
  public record Open(Comparable<String> value) {}

  /** A list without its element type. */
  @SuppressWarnings("rawtypes") // that is what is tested
  public record Raw(List values) {}

  /** A class of list. */
  public record Concrete(ArrayList<String> values) {}

  /** Holds itself. */
  public record Node(List<Node> children) {}

  /** Holds ever deeper instantiations of itself. */
  public record Spiral<T>(T value, Optional<Spiral<List<T>>> next) {}

  /** Has no end of instantiations. */
  public record Spiralling(Spiral<String> spiral) {}

  /** Has a type variable. */
  public record Generic<T>(T value) {}

  record NotPublic(int value) {}

  /** Two columns of one name. */
  public record Twice(@Column("x") int a, @Column("x") int b) {}

  /** Two components that Spark takes for one. */
  public record Cases(int id, String ID) {}

  /** Names that differ in case, inside. */
  public record Nested(List<Renamed> all) {}

  /** A column that differs from another component in case. */
  public record Renamed(int total, @Column("TOTAL") int sum) {}

  /** More digits than a decimal has. */
  public record Digits(@Decimal(precision = 39, scale = 2) BigDecimal value) {}

  /** A char. */
  public record Letter(char value) {}

  /** A moment with its zone. */
  public record Zoned(ZonedDateTime value) {}

  /** A moment with its offset. */
  public record Offset(OffsetDateTime value) {}

  /** Not an Optional of a box. */
  public record Perhaps(OptionalInt value) {}

  /** One of several kinds. */
  public record Drawn(Shape value) {}

  /** Has kinds. */
  public sealed interface Shape permits Circle {}

  /** A kind. */
  public record Circle(double radius) implements Shape {}

  /** A box of it. */
  public record Letters(Character[] values) {}

  /** Holds itself through another. */
  public record Hen(Map<String, Egg> eggs) {}

  /** Holds the one that holds it. */
  public record Egg(Optional<Hen> hen) {}

  /** Says nothing of its elements. */
  public record AnyOf(List<? super String> values) {}

  /** One null for two meanings. */
  public record Maybe(Optional<Optional<String>> value) {}

  static List<Arguments> refused() {
    record Local(int value) {}
    return List.of(
        Arguments.of(Deep.class, "Deep.carriers.value[].names[]: java.lang.Object"),
        Arguments.of(Open.class, "Open.value: java.lang.Comparable<java.lang.String>"),
        Arguments.of(Raw.class, "Raw.values: java.util.List"),
        Arguments.of(Concrete.class, "Concrete.values: java.util.ArrayList<java.lang.String>"),
        Arguments.of(Node.class, "Node.children[]"),
        Arguments.of(Spiralling.class, "Spiralling.spiral.next?"),
        Arguments.of(Generic.class, "a generic record needs its type arguments"),
        Arguments.of(NotPublic.class, "the record is not public"),
        Arguments.of(Twice.class, "Twice.b: int — the column name 'x' is that of component a"),
        Arguments.of(
            Cases.class,
            "Cases.ID: java.lang.String — the column name 'ID' is that of component id, whose column is 'id', since Spark makes no difference between upper and lower case (give each"),
        Arguments.of(
            Nested.class,
            "Nested.all[].sum: int — the column name 'TOTAL' is that of component total, whose column is 'total'"),
        Arguments.of(Digits.class, "Digits.value"),
        Arguments.of(Letter.class, "Letter.value: char"),
        Arguments.of(Zoned.class, "Zoned.value: java.time.ZonedDateTime"),
        Arguments.of(Offset.class, "Offset.value: java.time.OffsetDateTime"),
        Arguments.of(Perhaps.class, "Perhaps.value: java.util.OptionalInt"),
        Arguments.of(Drawn.class, "Drawn.value: " + Shape.class.getName()),
        Arguments.of(Letters.class, "Letters.values[]: java.lang.Character"),
        Arguments.of(
            Hen.class, "Hen.eggs.value.hen?: " + Hen.class.getName() + " — the record holds"),
        Arguments.of(AnyOf.class, "AnyOf.values[]: java.lang.Object"),
        Arguments.of(Local.class, "make it a public top-level or member record"),
        Arguments.of(Maybe.class, "Maybe.value: java.util.Optional<java.lang.String>"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatNoColumnCanHoldIsRefusedWithItsPath(Class<? extends Record> type, String message) {
    assertThatThrownBy(() -> Records.encoder(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot make an encoder: ")
        .hasMessageContaining(message);
  }
}
