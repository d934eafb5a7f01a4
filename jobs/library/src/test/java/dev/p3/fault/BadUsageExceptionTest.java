package dev.p3.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BadUsageExceptionTest {
  @Test
  void saysEveryFaultOnALineOfItsOwn() {
    var usage = new BadUsageException(List.of("first", "second"));

    assertThat(usage).hasMessage("first\nsecond");
    assertThat(usage.faults()).containsExactly("first", "second");
  }

  @Test
  void takesASingleFault() {
    assertThat(new BadUsageException("only").faults()).containsExactly("only");
  }

  @Test
  void hasAFault() {
    assertThatThrownBy(() -> new BadUsageException(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
