package dev.p3.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void areThrownAllAtOnceInTheirOrder() {
    faults.add("Invalid --k: %d (must be at least %d)", 0, 1);
    faults.add("Missing --by");
    faults.addAll(List.of("Unknown option '--kk'"));

    assertThatThrownBy(faults::throwIfAny)
        .isInstanceOfSatisfying(
            BadUsageException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "Invalid --k: 0 (must be at least 1)",
                        "Missing --by",
                        "Unknown option '--kk'"));
  }

  @Test
  void areNotThrownWhenThereIsNone() {
    assertThat(faults.isEmpty()).isTrue();
    assertThatCode(faults::throwIfAny).doesNotThrowAnyException();
  }

  @Test
  void areKeptOnceWhenTheyAreEqual() {
    faults.add("Missing --by");
    faults.add("Missing --%s", "by");

    assertThat(faults.all()).containsExactly("Missing --by");
  }

  @Test
  void keepAPercentSignOfATextThatIsNoFormat() {
    faults.add("Cannot read '50%d'");

    assertThat(faults.all()).containsExactly("Cannot read '50%d'");
  }

  @Test
  void areFormattedAlikeInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      faults.add("%,d columns", 1234);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(faults.all()).containsExactly("1,234 columns");
  }

  @Test
  void holdThoseOfARefusedStepAndGiveWhatAnotherMakes() {
    assertThat(faults.orFault(() -> 3)).contains(3);
    assertThat(
            faults.orFault(
                () -> {
                  throw new BadUsageException(List.of("one", "two"));
                }))
        .isEmpty();
    assertThat(faults.all()).containsExactly("one", "two");
  }

  @Test
  void doNotShareWhatTheyAreMadeOf() {
    var known = new ArrayList<>(List.of("one"));
    var copy = new Faults(known);
    known.add("two");
    faults.addAll(copy);
    copy.add("three");

    assertThat(faults.all()).containsExactly("one");
  }
}
