package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.find;
import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.DataFormat;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredInputTest {
  @TempDir Path folder;

  private List<String> filesOf(StoredInput input) {
    return input.files().stream()
        .map(file -> folder.relativize(Path.of(file.getPath().toUri().getPath())).toString())
        .toList();
  }

  private static void assertCannotRead(Path path, String reason) {
    assertThatThrownBy(() -> find(path))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Cannot read '" + path + "': ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.csv",
        "with space.csv",
        "a*b?.csv",
        "[brackets]{x,y}.csv",
        "a,b.csv",
        "a=b.csv",
        "12:30.csv",
        "50%25.csv",
        "#1.csv",
        "naïve €.csv"
      })
  void findsAFileByItsName(String name) {
    write(folder.resolve(name), "a\n1\n");
    write(folder.resolve("other"), "not asked for");

    StoredInput input = find(folder.resolve(name));

    assertThat(filesOf(input)).containsExactly(name);
    assertThat(input.bytes()).isEqualTo(4);
    assertThat(input.format()).contains(DataFormat.CSV);
  }

  @Test
  void findsTheFilesOfAGlobSorted() {
    for (String name : List.of("b.csv", "a.csv", "c.txt", "sub/d.csv")) {
      write(folder.resolve(name), "x");
    }

    assertThat(filesOf(find(folder + "/*.csv"))).containsExactly("a.csv", "b.csv");
    assertThat(filesOf(find(folder + "/{a,c}.*"))).containsExactly("a.csv", "c.txt");
    assertThat(filesOf(find(folder + "/[bc].*"))).containsExactly("b.csv", "c.txt");
    assertThat(filesOf(find(folder + "/*/*.csv"))).containsExactly("sub/d.csv");
  }

  @Test
  void doesNotTakeHiddenFilesForMatchesOfAGlob() {
    for (String name : List.of("_SUCCESS", "_meta/run.json", ".part.crc", "part-0.csv")) {
      write(folder.resolve(name), "x");
    }

    StoredInput input = find(folder + "/*");

    assertThat(filesOf(input)).containsExactly("part-0.csv");
    assertThat(input.requiredFormat()).isEqualTo(DataFormat.CSV);
  }

  @Test
  void findsTheFilesOfAPartitionedDirectoryAndNoHiddenOnes() {
    for (String name :
        List.of(
            "year=2020/part-0.csv",
            "year=2021/part-0.csv",
            "_year=2022/part-0.csv",
            "_SUCCESS",
            ".hidden.csv",
            "_started_1",
            ".spark/x.csv",
            "year=2020/.part-0.csv.crc")) {
      write(folder.resolve(name), "x");
    }

    assertThat(filesOf(find(folder)))
        .containsExactly("_year=2022/part-0.csv", "year=2020/part-0.csv", "year=2021/part-0.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_notes.txt", ".profile.txt"})
  void refusesAHiddenFileBecauseSparkWouldReadNothing(String name) {
    write(folder.resolve(name), "a line\n");

    assertCannotRead(folder.resolve(name), "hidden");
  }

  @Nested
  class Refuses {
    @Test
    void aPathThatIsNotThere() {
      write(folder.resolve("flights.csv"), "x");

      assertCannotRead(
          folder.resolve("fligths.csv"), "no such file or directory. Did you mean 'flights.csv'?");
      assertCannotRead(folder.resolve("nowhere/x.csv"), "no such file or directory");
    }

    @Test
    void aGlobWithoutMatch() {
      assertCannotRead(folder.resolve("*.csv"), "no such file or directory");
      assertCannotRead(folder.resolve("[a.csv"), "");
    }

    @Test
    void aDirectoryWithoutData() throws IOException {
      Files.createDirectories(folder.resolve("empty/below"));
      write(folder.resolve("hidden/.only"), "x");

      assertCannotRead(folder.resolve("empty"), "the directory holds no data files");
      assertCannotRead(folder.resolve("hidden"), "the directory holds no data files");
    }

    @Test
    void anUnfinishedOutput() {
      write(folder.resolve("out/_temporary/0/x"), "x");
      write(folder.resolve("out/part-0.csv"), "x");

      assertCannotRead(
          folder.resolve("out"), "a run that did not finish (it has _temporary and no _SUCCESS)");
      assertCannotRead(folder.resolve("o*"), "a run that did not finish");
    }

    @Test
    void anUnknownFileSystem() {
      assertThatThrownBy(() -> find("nosuchfs://host/path"))
          .isInstanceOf(BadUsageException.class)
          .hasMessageContaining("Cannot read 'nosuchfs://host/path': ")
          .hasMessageContaining("nosuchfs");
    }
  }

  @Test
  void takesAFinishedOutputWithoutRowsAndWithLeftovers() {
    write(folder.resolve("none/_SUCCESS"), "");
    write(folder.resolve("some/_SUCCESS"), "");
    write(folder.resolve("some/_temporary/x"), "");
    write(folder.resolve("some/part-0.csv"), "");

    assertThat(filesOf(find(folder.resolve("none")))).isEmpty();
    assertThat(filesOf(find(folder.resolve("some")))).containsExactly("some/part-0.csv");
  }

  @Test
  void tellsTheFormatOnlyIfAllFilesAgree() {
    write(folder.resolve("tables/a.csv"), "x");
    write(folder.resolve("tables/b.csv.gz"), "x");
    write(folder.resolve("mixed/a.csv"), "x");
    write(folder.resolve("mixed/b.json"), "x");
    write(folder.resolve("unknown/part-00000"), "x");

    assertThat(find(folder.resolve("tables")).format()).contains(DataFormat.CSV);
    assertThat(find(folder.resolve("mixed")).format()).isEmpty();
    assertThat(find("json:" + folder.resolve("mixed")).format()).contains(DataFormat.JSON);
    assertThatThrownBy(find(folder.resolve("unknown"))::requiredFormat)
        .isInstanceOf(BadUsageException.class)
        .hasMessage(
            "Cannot tell the format of '%1$s' from its name; write it before the path, such as csv:%1$s (one of csv, json, parquet, orc, text)",
            folder.resolve("unknown"));
  }

  @Test
  void hasAFingerprintThatChangesWithTheFiles() {
    Path file = write(folder.resolve("a.csv"), "one");
    String before = find(folder).fingerprint();

    assertThat(find(folder).fingerprint()).isEqualTo(before).hasSize(64);
    write(file, "three");
    assertThat(find(folder).fingerprint()).isNotEqualTo(before);
    write(folder.resolve("b.csv"), "");
    assertThat(find(folder).files()).hasSize(2);
  }
}
