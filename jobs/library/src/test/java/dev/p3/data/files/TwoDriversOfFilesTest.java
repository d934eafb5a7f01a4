package dev.p3.data.files;

import static dev.p3.data.files.SteppedFileSystem.OBJECT_STORE;
import static dev.p3.data.files.SteppedFileSystem.RENAMING;
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
import java.util.Map;
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
  private static final int OF_CLAIMS = // whoever withdraws waits for some milliseconds
      Integer.getInteger("p3.schedules", 20);
  private static final int DISTURBANCES = 12; // a run has some hundred steps
  private static final int BATCHES = 3;
  private static final List<String> PARTS = List.of("part-00000", "part-00001");

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
                  driver.number() < 2 ? writing(root, driver, true) : () -> prepare(root, true));

          List<String> runs = runsIn(root + "/out");
          assertThat(runs).hasSize(1);
          assertThat(partsIn(root + "/out")).hasSameSizeAs(PARTS);
        });
  }

  @Test
  void onAnObjectStoreOneOfTwoRunsWinsWhole() {
    eachSeed(
        OF_CLAIMS,
        (seed, world, authority) -> {
          String root = OBJECT_STORE + "://" + authority;
          succeeded.clear();
          world.watch(() -> requireWholeWhereFinished(world));
          List<Driver> drivers =
              Schedules.run(seed, DISTURBANCES, world, driver -> writing(root, driver, false));

          requireOneWhole(root, drivers);
          assertThat(succeeded).hasSizeLessThanOrEqualTo(1);
          assertThat(runsIn(root + "/out")).containsAll(succeeded);
          assertThat(namesIn(root + "/out")).contains("_SUCCESS");
        });
  }

  @Test
  void onAnObjectStoreTheOldOutputStaysUntilTheNewOneIsComplete() {
    eachSeed(
        OF_CLAIMS,
        (seed, world, authority) -> {
          String root = OBJECT_STORE + "://" + authority;
          writeOld(root);
          succeeded.clear();
          world.watch(() -> requireOldUntilDecided(world));
          List<Driver> drivers =
              Schedules.run(seed, DISTURBANCES, world, driver -> writing(root, driver, true));

          requireOneWhole(root, drivers);
          assertThat(drivers.get(drivers.size() - 1).failure()).isNull();
          assertThat(runsIn(root + "/out")).containsExactly(last(succeeded));
          assertThat(namesIn(root + "/out")).contains("_SUCCESS");
        });
  }

  @Test
  void onAnObjectStoreWhatARunHasBegunToPublishIsFinishedByTheNext() {
    eachSeed(
        OF_CLAIMS,
        (seed, world, authority) -> {
          String root = OBJECT_STORE + "://" + authority;
          writeOld(root);
          succeeded.clear();
          world.watch(() -> requireOldUntilDecided(world));
          Schedules.run(
              seed,
              DISTURBANCES,
              world,
              driver ->
                  driver.number() < 2 ? writing(root, driver, true) : () -> prepare(root, true));

          assertThat(runsIn(root + "/out")).hasSize(1);
          assertThat(partsIn(root + "/out")).hasSameSizeAs(PARTS);
          assertThat(namesIn(root + "/out")).contains("_SUCCESS");
          assertThat(namesIn(root)).containsExactly("out");
        });
  }

  private static void writeOld(String root) throws IOException {
    write(storage(root), new Path(root + "/out"), "old");
    storage(root).create(new Path(root + "/out/_SUCCESS")).close();
  }

  /** A reader that finds the marker of the last publication finds the rows of one run, and all. */
  private static void requireWholeWhereFinished(SteppedFileSystem.World world) {
    Map<String, String> files = world.texts();
    String published =
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith("/out/_p3/publication-"))
            .filter(file -> file.getValue().contains("published=true"))
            .max(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .orElse("");
    String marker = files.getOrDefault("/out/_SUCCESS", "");
    if (!marker.isEmpty() && published.contains("staging=" + marker)) {
      assertThat(partsAmong(files)).hasSameSizeAs(PARTS).containsOnly(partsAmong(files).get(0));
    }
  }

  private static void requireOldUntilDecided(SteppedFileSystem.World world) {
    requireWholeWhereFinished(world);
    Map<String, String> files = world.texts();
    if (files.values().stream().noneMatch(text -> text.contains("published=true"))) {
      assertThat(partsAmong(files)).hasSameSizeAs(PARTS).containsOnly("old");
      assertThat(files).containsKey("/out/_SUCCESS");
    }
  }

  private static List<String> partsAmong(Map<String, String> files) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith("/out/part-"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void everyRowOfAStreamIsThereOnce() {
    eachSeed(SCHEDULES, (seed, world, authority) -> stream(seed, world, RENAMING, authority));
  }

  @Test
  void onAnObjectStoreEveryRowOfAStreamIsThereOnce() {
    eachSeed(OF_CLAIMS, (seed, world, authority) -> stream(seed, world, OBJECT_STORE, authority));
  }

  private static void stream(
      long seed, SteppedFileSystem.World world, String scheme, String authority)
      throws IOException {
    String root = scheme + "://" + authority;
    List<Driver> drivers =
        Schedules.run(seed, DISTURBANCES, world, driver -> streaming(root, driver));

    Driver last = drivers.get(drivers.size() - 1);
    assertThat(last.failure()).isNull();
    for (Driver driver : drivers) { // told what happened, if anything
      assertThat(driver.failure() == null || driver.failure() instanceof JobFailedException)
          .as("%s", driver.failure())
          .isTrue();
    }
    assertThat(partsIn(root + "/out"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, BATCHES)
                .boxed()
                .flatMap(batch -> PARTS.stream().map(part -> batch + " " + part))
                .toList());
    assertThat(namesIn(root + "/out")).noneMatch(name -> name.startsWith(".p3"));
  }

  /** A run, as the runner has it. */
  private Schedules.Work writing(String root, Driver driver, boolean overwrite) {
    String run = "run-" + driver.number();
    return () -> {
      StagedOutput output = prepare(root, overwrite);
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

  private static StagedOutput prepare(String root, boolean overwrite) {
    return StagedOutput.prepare(location(root), overwrite, hadoop(), 1);
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
      write(storage, new Path(directory, part + "-" + run), run); // as Spark gives other names
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
    return SteppedFileSystem.configuration();
  }

  private static FileSystem storage(String root) throws IOException {
    return new Path(root + "/").getFileSystem(hadoop());
  }
}
