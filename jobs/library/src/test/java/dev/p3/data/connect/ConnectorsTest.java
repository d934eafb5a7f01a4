package dev.p3.data.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.Ability;
import dev.p3.data.DataLocation;
import dev.p3.data.files.FileConnector;
import dev.p3.data.installed.InstalledConnector;
import dev.p3.data.jdbc.JdbcConnector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectorsTest {
  static Stream<Arguments> locations() {
    return Stream.of(
        Arguments.of("csv:anywhere", FileConnector.class),
        Arguments.of("/any/where", FileConnector.class),
        Arguments.of("jdbc,dbtable=t:h2:mem:x", JdbcConnector.class),
        Arguments.of("rate:anywhere", InstalledConnector.class));
  }

  @ParameterizedTest
  @MethodSource("locations")
  void haveOneForEachLocation(String text, Class<?> connector) {
    assertThat(Connectors.of(DataLocation.parse(text))).isInstanceOf(connector);
  }

  @Test
  void sayWhatCanBeDoneWithALocation() {
    DataLocation files = DataLocation.parse("csv:anywhere");
    DataLocation table = DataLocation.parse("jdbc,dbtable=t:h2:mem:x");

    assertThat(Connectors.can(Ability.TELLS_CHANGES, files)).isTrue();
    assertThat(Connectors.can(Ability.TELLS_CHANGES, table)).isFalse();
    assertThat(Connectors.can(Ability.COLUMNS, table)).isTrue();
  }
}
