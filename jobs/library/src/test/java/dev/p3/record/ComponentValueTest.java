package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a scope sends in a session with Java serialization. */
class ComponentValueTest {
  record Point(int x, Optional<String> name) {}

  record Shape(Point[] corners, Map<String, List<Point>> holes) {}

  record Values(Object value) {}

  private static Object sent(Object value) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ComponentValue(Values.class, 0, value));
      out.writeObject("what follows");
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var read = (ComponentValue) in.readObject();
      assertThat(read.type()).isEqualTo(Values.class);
      assertThat(in.readObject()).isEqualTo("what follows");
      return read.value();
    }
  }

  @Test
  void recordsAndOptionalsTravelThoughTheyAreNotSerializable() throws Exception {
    var corner = new Point(1, Optional.of("corner"));
    var hole = new Point(2, Optional.empty());

    var read = (Shape) sent(new Shape(new Point[] {corner, null}, Map.of("a", List.of(hole))));

    assertThat(read.corners()).containsExactly(corner, null);
    assertThat(read.holes()).isEqualTo(Map.of("a", List.of(hole)));
    assertThat(sent(null)).isNull();
    assertThat(sent(Optional.of(hole))).isEqualTo(Optional.of(hole));
  }

  @Test
  void whatElseIsNotSerializableIsRefused() {
    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> sent(new Values(Thread.currentThread())))
        .withMessageContaining("Thread");
  }
}
