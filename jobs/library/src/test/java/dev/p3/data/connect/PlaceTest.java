package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Mounted;
import dev.p3.data.DataLocation;
import dev.p3.data.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
  @TempDir Path folder;

  private static Place place(String uri) {
    return Connectors.place(DataLocation.parse(uri), hadoop());
  }

  @ParameterizedTest
  @CsvSource({
    "csv:/a/b, json:/a/b/",
    "csv:/a/b, csv:/a//b",
    "csv:/a/b, csv:/a/./c/../b",
    "csv:/a/b, csv:file:/a/b",
    "csv:/a/b, csv:file:///a/b",
    "csv:/a b%20c, csv:/a b%20c/",
    "'jdbc,dbtable=T:h2:mem:x', 'jdbc,dbtable=t:h2:mem:X'",
    "'jdbc,dbtable=public.t:h2:mem:x', 'jdbc,dbtable=\"T\":h2:mem:x'",
    "'jdbc,dbtable=t:h2:mem:x;DB_CLOSE_DELAY=-1', 'jdbc,dbtable=t:h2:mem:x'",
    "'jdbc,dbtable=t:postgresql://h/d?user=me', 'jdbc,dbtable=t:postgresql://h/d'",
  })
  void spellingsOfOnePlaceAreTheSame(String one, String other) {
    assertThat(place(one).isSameAs(place(other))).isTrue();
    assertThat(place(other).isSameAs(place(one))).isTrue();
    assertThat(place(one).isWithin(place(other))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "csv:/a/b, csv:/a/bb",
    "csv:/a/b, csv:/a/B",
    "csv:/a b, csv:/a%20b",
    "csv:/a, csv:/",
    "'jdbc,dbtable=a.t:h2:mem:x', 'jdbc,dbtable=b.t:h2:mem:x'",
    "'jdbc,dbtable=t:h2:mem:x', 'jdbc,dbtable=t:h2:mem:y'",
    "'jdbc,dbtable=t:postgresql://h/d?currentSchema=a', 'jdbc,dbtable=t:postgresql://h/d?currentSchema=b'",
    "'jdbc,dbtable=t:sqlserver://h;databaseName=a', 'jdbc,dbtable=t:sqlserver://h;databaseName=b'",
  })
  void placesAreToldApart(String one, String other) {
    assertThat(place(one).isSameAs(place(other))).isFalse();
  }

  @Test
  void relativePathsAndSymbolicLinksAreFollowedAlsoToWhatIsNotThereYet() throws IOException {
    Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));

    assertThat(place("csv:" + link + "/out").isSameAs(place("csv:" + folder + "/real/out")))
        .isTrue();
    assertThat(place("csv:out").isSameAs(place("csv:" + Path.of("out").toAbsolutePath()))).isTrue();
    assertThat(place("csv:" + link + "/out/x").isWithin(place("json:" + folder + "/real/out")))
        .isTrue();
    assertThat(place("csv:" + folder + "/realm").isWithin(place("csv:" + link))).isFalse();
  }

  private void mounted(Path directory, Path elsewhere, Runnable check) throws Exception {
    try (var ignored = Mounted.again(directory, elsewhere)) {
      check.run();
    }
  }

  @Test
  void aDirectoryThatIsMountedTwiceIsOne() throws Exception {
    Path one = Files.createDirectories(folder.resolve("one/deep"));
    Path two = Files.createDirectory(folder.resolve("two"));

    mounted(
        one.getParent(),
        two,
        () -> {
          assertThat(place("csv:" + two).isSameAs(place("csv:" + folder + "/one"))).isTrue();
          assertThat(place("csv:" + two + "/deep/out").isSameAs(place("csv:" + one + "/out")))
              .isTrue();
          assertThat(place("csv:" + two + "/new/out").isWithin(place("csv:" + folder + "/one/new")))
              .isTrue();
          assertThat(place("csv:" + one + "/x").isWithin(place("csv:" + two))).isTrue();
          assertThat(place("csv:" + two).isWithin(place("csv:" + one))).isFalse();
          assertThat(place("csv:" + two + "/out").isSameAs(place("csv:" + one + "/out"))).isFalse();
        });
    assertThat(place("csv:" + two).isSameAs(place("csv:" + folder + "/one"))).isFalse();
  }

  /** As on a file system that ignores case: a directory that is there in other letters, too. */
  @Test
  void whereCaseIsIgnoredItTellsNoOutputsApart() throws Exception {
    Path small = Files.createDirectory(folder.resolve("case"));
    Path capital = Files.createDirectory(folder.resolve("CASE"));
    assertThat(place("csv:" + small + "/out").isSameAs(place("csv:" + small + "/OUT"))).isFalse();

    mounted(
        small,
        capital,
        () -> {
          assertThat(place("csv:" + small + "/out").isSameAs(place("json:" + small + "/OUT")))
              .isTrue();
          assertThat(place("csv:" + capital + "/Out/x").isWithin(place("csv:" + small + "/oUT")))
              .isTrue();
          assertThat(place("csv:" + small + "/out").isSameAs(place("csv:" + small + "/outs")))
              .isFalse();
        });
  }

  @Test
  void aTopicIsTheSameWhicheverOfItsBrokersAreNamed() {
    Place one = topic("A:9092,b:9092/flights");

    assertThat(one.isSameAs(topic("b:9092,a:9092/flights"))).isTrue();
    assertThat(one.isSameAs(topic("a:9092/flights"))).isTrue();
    assertThat(one.isSameAs(topic("a:9092/Flights"))).isFalse();
    assertThat(one.isSameAs(topic("c:9092/flights"))).isFalse();
  }

  private static Place topic(String path) {
    return Connectors.place(
        new DataLocation("kafka:" + path, Optional.empty(), Optional.of("kafka"), Map.of(), path),
        hadoop());
  }
}
