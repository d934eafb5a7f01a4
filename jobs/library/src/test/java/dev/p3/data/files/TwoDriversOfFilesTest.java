package dev.p3.data.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.DataLocation;
import dev.p3.data.Schedules;
import dev.p3.data.Schedules.Driver;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of two drivers and kills: nothing is lost and nothing doubled. A failure names
 * its seed; {@code -Dp3.seed=N} begins with that one, {@code -Dp3.schedules=N} tries so many.
 */
class TwoDriversOfFilesTest {
  private static final long FIRST = Long.getLong("p3.seed", 1L);
  private static final int SCHEDULES = Integer.getInteger("p3.schedules", 200);
  private static final int OF_CLAIMS = 20; // whoever withdraws waits for some milliseconds
  private static final int DISTURBANCES = 12; // a run has some hundred steps
  private static final int BATCHES = 3;
  private static final List<String> PARTS = List.of("part-00000", "part-00001");
  private static final String RENAMING = "stepped";
  private static final String OBJECT_STORE = "obs";

  private final List<String> succeeded = new ArrayList<>();

  private interface Scenario {
    void run(long seed, SteppedFileSystem.World world, String authority) throws Exception;
  }

  private void eachSeed(int schedules, Scenario scenario) {
    System.out.printf("Schedules of seeds %d to %d%n", FIRST, FIRST + schedules - 1);
    for (long seed = FIRST; seed < FIRST + schedules; seed++) {
      String authority = "world-" + seed;
      try {
        scenario.run(seed, SteppedFileSystem.fresh(authority), authority);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void oneOfTwoRunsWinsWhole() {
    eachSeed(
        SCHEDULES,
        (seed, world, authority) -> {
          String root = RENAMING + "://" + authority;
          succeeded.clear();
          List<Driver> drivers =
              Schedules.run(seed, DISTURBANCES, world, driver -> writing(root, driver, false));

          requireOneWhole(root, drivers);
          assertThat(succeeded).hasSizeLessThanOrEqualTo(1);
          assertThat(runsIn(root + "/out")).containsAll(succeeded);
        });
  }

  @Test
  void theOldOutputStaysUntilTheNewOneIsThere() {
    eachSeed(
        SCHEDULES,
        (seed, world, authority) -> {
          String root = RENAMING + "://" + authority;
          FileSystem storage = storage(root);
          write(storage, new Path(root + "/out"), "old");
          succeeded.clear();
          List<Driver> drivers =
              Schedules.run(seed, DISTURBANCES, world, driver -> writing(root, driver, true));

          requireOneWhole(root, drivers);
          assertThat(drivers.get(drivers.size() - 1).failure()).isNull();
          assertThat(runsIn(root + "/out")).containsExactly(last(succeeded));
        });
  }

  @Test
  void theOldOutputIsThereAgainWhenEveryRunDied() {
    eachSeed(
        SCHEDULES,
        (seed, world, authority) -> {
          String root = RENAMING + "://" + authority;
          write(storage(root), new Path(root + "/out"), "old");
          succeeded.clear();
          Schedules.run(
              seed,
              DISTURBANCES,
              world,
              driver ->
                  driver.number() < 2
                      ? writing(root, driver, true)
                      : () -> StagedOutput.prepare(location(root), true, hadoop()));

          List<String> runs = runsIn(root + "/out");
          assertThat(runs).hasSize(1);
          assertThat(partsIn(root + "/out")).hasSameSizeAs(PARTS);
        });
  }

  @Test
  void onAnObjectStoreOneRunWritesAtATime() {
    eachSeed(
        OF_CLAIMS,
        (seed, world, authority) -> {
          String root = OBJECT_STORE + "://" + authority;
          succeeded.clear();
          Schedules.run(
              seed,
              DISTURBANCES,
              world,
              driver -> driver.number() < 2 ? writing(root, driver, false) : () -> {});

          assertThat(succeeded).hasSizeLessThanOrEqualTo(1);
          if (storage(root).exists(new Path(root + "/out"))) {
            assertThat(runsIn(root + "/out")).hasSize(1).containsAll(succeeded);
          }
        });
  }

  @Test
  void everyRowOfAStreamIsThereOnce() {
    eachSeed(
        SCHEDULES,
        (seed, world, authority) -> {
          String root = RENAMING + "://" + authority;
          List<Driver> drivers =
              Schedules.run(seed, DISTURBANCES, world, driver -> streaming(root, driver));

          Driver last = drivers.get(drivers.size() - 1);
          assertThat(last.failure()).isNull();
          assertThat(partsIn(root + "/out"))
              .containsExactlyInAnyOrderElementsOf(
                  IntStream.range(0, BATCHES)
                      .boxed()
                      .flatMap(batch -> PARTS.stream().map(part -> batch + " " + part))
                      .toList());
          assertThat(namesIn(root + "/out")).noneMatch(name -> name.startsWith(".p3"));
        });
  }

  /** A run, as the runner has it. */
  private Schedules.Work writing(String root, Driver driver, boolean overwrite) {
    String run = "run-" + driver.number();
    return () -> {
      StagedOutput output = StagedOutput.prepare(location(root), overwrite, hadoop());
      try {
        output.begin();
        write(storage(root), output.directory(), run);
        output.commit();
        succeeded.add(run);
      } finally {
        output.discard();
      }
    };
  }

  /** Every batch from the first: as with a checkpoint that was copied, which no lock protects. */
  private static Schedules.Work streaming(String root, Driver driver) {
    return () -> {
      BatchDirectoryOutput output = BatchDirectoryOutput.prepare(location(root), hadoop());
      for (int number = 0; number < BATCHES; number++) {
        var batch = new StreamOutput.Batch("a-stream", number, "checkpoint", "content " + number);
        BatchDirectoryOutput.BatchOutput added = output.batch(batch);
        try {
          added.begin();
          FileSystem storage = storage(root);
          for (String part : PARTS) {
            write(
                storage,
                new Path(added.directory(), part + "-" + driver.number()),
                number + " " + part);
          }
          added.attach("_p3/run.json", out -> out.write('1'));
          added.commit();
        } finally {
          added.discard();
        }
      }
    };
  }

  private static void write(FileSystem storage, Path directory, Object run) throws IOException {
    if (directory.getName().startsWith("part-")) {
      try (OutputStream out = storage.create(directory, false)) {
        out.write(run.toString().getBytes(UTF_8));
      }
      return;
    }
    for (String part : PARTS) {
      write(storage, new Path(directory, part), run);
    }
  }

  private static void requireOneWhole(String root, List<Driver> drivers) throws IOException {
    assertThat(runsIn(root + "/out")).hasSize(1);
    assertThat(partsIn(root + "/out")).hasSameSizeAs(PARTS);
    assertThat(namesIn(root)).containsExactly("out");
    for (Driver driver : drivers) {
      if (driver.failure() != null) {
        assertThat(driver.failure())
            .isInstanceOfAny(BadUsageException.class, JobFailedException.class, IOException.class);
      }
    }
  }

  private static String last(List<String> list) {
    return list.get(list.size() - 1);
  }

  private static List<String> runsIn(String directory) throws IOException {
    return partsIn(directory).stream().distinct().toList();
  }

  private static List<String> partsIn(String directory) throws IOException {
    FileSystem storage = storage(directory);
    var parts = new ArrayList<String>();
    for (FileStatus file : storage.listStatus(new Path(directory))) {
      if (file.getPath().getName().startsWith("part-")) {
        try (InputStream in = storage.open(file.getPath())) {
          parts.add(new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    return parts;
  }

  private static List<String> namesIn(String directory) throws IOException {
    var names = new ArrayList<String>();
    for (FileStatus file : storage(directory).listStatus(new Path(directory + "/"))) {
      names.add(file.getPath().getName());
    }
    return names;
  }

  private static DataLocation location(String root) {
    return DataLocation.parse("parquet:" + root + "/out");
  }

  private static Configuration hadoop() {
    Configuration hadoop = SteppedFileSystem.configuration(RENAMING);
    SteppedFileSystem.configuration(OBJECT_STORE)
        .forEach(each -> hadoop.set(each.getKey(), each.getValue()));
    return hadoop;
  }

  private static FileSystem storage(String root) throws IOException {
    return new Path(root + "/").getFileSystem(hadoop());
  }
}
