package dev.p3.data.files;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static dev.p3.data.connect.StoredFiles.names;
import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.Mounted;
import dev.p3.data.DataLocation;
import dev.p3.data.Renaming;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hdfs.client.DfsPathCapabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs at names that are more than a directory. */
class OutputPlaceTest {
  @TempDir Path folder;

  private StagedOutput replacing(Path output) {
    return StagedOutput.prepare(DataLocation.parse("csv:" + output), true, hadoop());
  }

  @Test
  void aMountPointKeepsWhatItHas() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted out"));
    try (var ignored = Mounted.inMemory(mounted)) {
      write(mounted.resolve("part-0.csv"), "n\n1\n");

      assertThatThrownBy(() -> replacing(mounted))
          .isInstanceOf(BadUsageException.class)
          .hasMessageContaining("it is a mount point");
      assertThat(mounted.resolve("part-0.csv")).hasContent("n\n1\n");
    }
  }

  @Test
  void whatIsMountedMeanwhileKeepsWhatItHas() throws Exception {
    Path output = Files.createDirectory(folder.resolve("out"));
    StagedOutput staged = replacing(output);
    staged.write(LocalSpark.spark().sql("select 2 as n"));
    try (var ignored = Mounted.inMemory(output)) {
      write(output.resolve("part-0.csv"), "n\n1\n");

      assertThatThrownBy(staged::commit)
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining("was refused");
      staged.discard();

      assertThat(names(output)).containsExactly("part-0.csv");
      assertThat(output.resolve("part-0.csv")).hasContent("n\n1\n");
      assertThat(names(folder)).containsExactly("out");
    }
  }

  @Test
  void whatIsBehindASymbolicLinkIsReplacedAndTheLinkStays() throws IOException {
    Path real = write(folder.resolve("disk/real/part-0.csv"), "n\n1\n").getParent();
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    StagedOutput output = replacing(link);

    output.write(LocalSpark.spark().sql("select 2 as n"));
    output.commit();

    assertThat(link).isSymbolicLink();
    assertThat(names(real.getParent())).containsExactly("real");
    assertThat(LocalSpark.spark().read().text(real + "/part-*").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("n", "2");
  }

  @Test
  void whatIsBehindALinkToNothingIsMade() throws IOException {
    Path real = folder.resolve("disk/real");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("disk/real"));
    StagedOutput output = StagedOutput.prepare(DataLocation.parse("csv:" + link), false, hadoop());

    output.write(LocalSpark.spark().sql("select 2 as n"));
    output.commit();

    assertThat(link).isSymbolicLink();
    assertThat(real.resolve("_SUCCESS")).exists();
  }

  /** Files of this machine under the scheme of another store. */
  public static final class Renamed extends RawLocalFileSystem {
    private URI uri;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
      super.initialize(URI.create("file:///"), conf);
      uri = name;
      setConf(conf);
    }

    @Override
    public URI getUri() {
      return uri == null ? super.getUri() : uri;
    }

    @Override
    public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability)
        throws IOException {
      return capability.equals(CommonPathCapabilities.FS_ACLS)
          ? getConf().getBoolean("has.directories", false)
          : super.hasPathCapability(path, capability);
    }
  }

  @ParameterizedTest
  @CsvSource({"file, false, true", "any, true, true", "any, false, false"})
  void whatHasNoTrueDirectoriesIsNotRenamedIn(
      String scheme, boolean hasDirectories, boolean renames) throws IOException {
    var storage = new Renamed();
    var conf = new Configuration(false);
    conf.setBoolean("has.directories", hasDirectories);
    storage.initialize(URI.create(scheme + "://host"), conf);

    assertThat(Renaming.isAtOnce(storage, new org.apache.hadoop.fs.Path("/out")))
        .isEqualTo(renames);
  }

  @Test
  void hdfsHasTrueDirectories() {
    assertThat(
            DfsPathCapabilities.hasPathCapability(
                new org.apache.hadoop.fs.Path("/out"), CommonPathCapabilities.FS_ACLS))
        .contains(true);
  }

  @Test
  void onAnObjectStoreASecondRunNeitherMixesWithTheFirstNorReplacesIt() throws Exception {
    hadoop().set("fs.obs.impl", Renamed.class.getName());
    var uri = DataLocation.parse("csv:obs://bucket" + folder + "/out");
    StagedOutput first = StagedOutput.prepare(uri, false, hadoop());
    StagedOutput second = StagedOutput.prepare(uri, false, hadoop());

    first.write(LocalSpark.spark().sql("select 1 as n"));
    assertThatThrownBy(() -> second.write(LocalSpark.spark().sql("select 2 as n")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(
            "another run is writing it (process " + ProcessHandle.current().pid());
    first.commit();
    assertThatThrownBy(() -> second.write(LocalSpark.spark().sql("select 2 as n")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("somebody else has written it");
    second.discard();

    assertThat(LocalSpark.spark().read().text(folder + "/out/part-*").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("n", "1");
    assertThat(names(folder)).containsExactly("out");
  }
}
