package dev.p3.data.files;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static dev.p3.data.connect.StoredFiles.names;
import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.Lease;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dead runs left beside an output, wherever they ran. */
class StagedOutputLeftoversTest {
  private static final String ELSEWHERE =
      "host=%s\nprocess=999999999\nbegan=0\nmachine=another\nsince=2026-01-01T00:00:00Z\n";

  @TempDir Path folder;

  private DataLocation location() {
    return DataLocation.parse(folder + "/out.csv");
  }

  /** What a run of another container has staged: nothing tells here that it has ended. */
  private Path staged(String name, String owner, boolean alive) throws IOException {
    Path staging = folder.resolve(".%s.p3-%s".formatted(name, owner.repeat(16)));
    write(staging.resolve("part-0.csv"), "n\n3\n");
    Path lease = write(Path.of(staging + Lease.SUFFIX), ELSEWHERE.formatted("shared-host"));
    if (!alive) {
      age(lease);
    }
    return staging;
  }

  private static void age(Path lease) throws IOException {
    Files.setLastModifiedTime(
        lease, FileTime.from(Instant.now().minus(Lease.EXPIRES_AFTER.plusSeconds(1))));
  }

  @Test
  void areDeletedAndThoseOfLiveRunsAreKept() throws IOException {
    Path dead = staged("out.csv", "1", false);
    Path live = staged("out.csv", "2", true);
    Path ofAnotherOutput = staged("out2.csv", "3", false);
    Path alike = write(folder.resolve(".out.csv.p3-mine/x"), "x").getParent();

    StagedOutput.prepare(location(), false, hadoop());

    assertThat(names(folder)).noneMatch(name -> name.contains(dead.getFileName().toString()));
    assertThat(List.of(live, ofAnotherOutput, alike)).allMatch(Files::exists);
  }

  @Test
  void ofAProcessOfThisMachineThatHasEndedAreDeletedAtOnce() throws Exception {
    StagedOutput output = StagedOutput.prepare(location(), false, hadoop());
    output.begin();
    write(Path.of(output.directory().toUri().getPath(), "part-0.csv"), "n\n");
    Path lease = Path.of(output.directory().toUri().getPath() + Lease.SUFFIX);
    String own = Files.readString(lease);
    StagedOutput.prepare(location(), false, hadoop());
    assertThat(Files.exists(lease)).isTrue();

    Path dead = staged("out.csv", "4", true);
    write(
        Path.of(dead + Lease.SUFFIX),
        own.replaceFirst("process=\\d+", "process=" + Leases.endedProcess()));
    StagedOutput.prepare(location(), false, hadoop());

    assertThat(dead).doesNotExist();
    output.discard();
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void ofARunThatDiedBetweenTheTwoRenamesGiveTheOldOutputBack() throws IOException {
    Path staged = staged("out.csv", "1", false);
    Path old = write(Path.of(staged + "-old", "part-0.csv"), "n\n1\n2\n").getParent();

    assertThatThrownBy(() -> StagedOutput.prepare(location(), false, hadoop()))
        .hasMessageContaining("it exists");

    assertThat(old).doesNotExist();
    assertThat(folder.resolve("out.csv/part-0.csv")).hasContent("n\n1\n2\n");
  }

  @Test
  void ofARunThatIsBetweenTheTwoRenamesStay() throws IOException {
    Path staged = staged("out.csv", "1", true);
    Path old = write(Path.of(staged + "-old", "part-0.csv"), "n\n1\n2\n").getParent();

    StagedOutput.prepare(location(), false, hadoop());

    assertThat(List.of(staged, old)).allMatch(Files::exists);
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void ofARunThatDiedAfterTheRenamesAreDeleted() throws IOException {
    Path old =
        write(Path.of(staged("out.csv", "1", false) + "-old", "part-0.csv"), "n\n").getParent();
    write(folder.resolve("out.csv/part-0.csv"), "n\n1\n");

    StagedOutput.prepare(location(), true, hadoop());

    assertThat(old).doesNotExist();
    assertThat(folder.resolve("out.csv/part-0.csv")).hasContent("n\n1\n");
  }

  @Test
  void areNotPublishedByARunThatStoodStillMeanwhile() throws IOException {
    StagedOutput paused = StagedOutput.prepare(location(), false, hadoop());
    paused.write(LocalSpark.spark().sql("select 1 as n"));
    age(Path.of(paused.directory().toUri().getPath() + Lease.SUFFIX));
    StagedOutput other = StagedOutput.prepare(location(), false, hadoop());

    assertThatThrownBy(paused::commit)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("took it for dead");
    paused.discard();

    other.write(LocalSpark.spark().sql("select 2 as n"));
    other.commit();
    assertThat(names(folder)).containsExactly("out.csv");
  }
}
