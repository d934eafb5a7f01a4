package dev.p3.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.fault.BadUsageException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionSpecTest {
  enum Kind {
    ONE_ROW,
    ALL
  }

  record Described(
      @Option(value = "Least count", defaultValue = "1", label = "N", min = 1) long minCount,
      @Option(value = "Best only", label = "N", min = 1, max = 99) OptionalLong top,
      @Option(value = "At most", defaultValue = "2", max = 5) int x2Factor,
      @Option(value = "Share", defaultValue = "0.5") double share,
      @Option("Say more") boolean loud,
      @Option(value = "Which", defaultValue = "one-row") Kind kind,
      @Option(value = "Columns", required = true, label = "A=B") List<String> on) {}

  private static final List<OptionSpec> SPECS = OptionsRecord.of(Described.class).specs();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; min-count; Least count; N; whole number; at least 1; 1",
        "1; top; Best only; N; whole number; 1 to 99; ''",
        "2; x2-factor; At most; VALUE; whole number; at most 5; 2",
        "3; share; Share; VALUE; number; ''; 0.5",
        "4; loud; Say more; VALUE; switch; ''; false",
        "5; kind; Which; one-row|all; choice; one of one-row, all; one-row",
        "6; on; Columns; A=B; text; ''; ''"
      })
  void describesAnOption(
      int component,
      String flag,
      String meaning,
      String label,
      String type,
      String range,
      String defaultValue) {
    OptionSpec spec = SPECS.get(component);

    assertThat(spec.flag()).isEqualTo(flag);
    assertThat(spec.meaning()).isEqualTo(meaning);
    assertThat(spec.label()).isEqualTo(label);
    assertThat(spec.typeName()).isEqualTo(type);
    assertThat(spec.range()).isEqualTo(range);
    assertThat(spec.defaultValue()).isEqualTo(defaultValue);
  }

  @Test
  void onlyAListIsRepeatableAndOnlyABooleanIsASwitch() {
    assertThat(SPECS.stream().filter(OptionSpec::repeatable).map(OptionSpec::flag))
        .containsExactly("on");
    assertThat(SPECS.stream().filter(OptionSpec::isSwitch).map(OptionSpec::flag))
        .containsExactly("loud");
    assertThat(SPECS.stream().filter(OptionSpec::required).map(OptionSpec::flag))
        .containsExactly("on");
  }

  record Bare(int undescribed) {}

  record Opaque(@Option(value = "What", defaultValue = "x") Thread thread) {}

  record Absent(@Option("Neither required nor with a default") int count) {}

  @Test
  void tellsTheAuthorOfAComponentWithoutAnAnnotation() {
    assertThatThrownBy(() -> OptionsRecord.of(Bare.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component undescribed of " + Bare.class.getName());
  }

  @Test
  void tellsTheAuthorOfATypeThatCannotBeParsed() {
    assertThatThrownBy(() -> OptionsRecord.defaults(Opaque.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--thread")
        .hasMessageContaining("parse(String)");
  }

  @Test
  void asksForANumberThatHasNoDefault() {
    assertThatThrownBy(() -> OptionsRecord.of(Absent.class).parse(Map.of()))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Missing --count");
  }
}
