package dev.p3.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
  private record Size(long heapBytes) {}

  @Test
  void oneFormIsForPeopleAndOneForPrograms() throws Exception {
    assertThat(Json.READABLE.writeValueAsString(new Size(5)))
        .isEqualToNormalizingNewlines("{\n  \"heap_bytes\" : 5\n}");
    assertThat(Json.PLAIN.writeValueAsString(new Size(5))).isEqualTo("{\"heapBytes\":5}");
  }

  @Test
  void propertiesOfALaterVersionArePassedOver() throws Exception {
    assertThat(Json.READABLE.readValue("{\"heap_bytes\": 5, \"later\": []}", Size.class))
        .isEqualTo(Json.PLAIN.readValue("{\"heapBytes\": 5, \"later\": {}}", Size.class))
        .isEqualTo(new Size(5));
  }
}
