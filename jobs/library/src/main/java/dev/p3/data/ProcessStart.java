package dev.p3.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a process started, which tells it from another one that was given its id again.
 *
 * @param millis since 1970, by the clock as it was when this was asked; 0 when it is not known.
 *     Linux counts it from the boot, so that it moves when somebody sets the clock
 * @param sinceBoot the id of the boot and the clock ticks since, which never move; empty where the
 *     operating system does not tell
 */
public record ProcessStart(long millis, String sinceBoot) {
  /** What is known of a process that somebody has written down. */
  public enum Answer {
    RUNS,
    ENDED,
    UNKNOWN
  }

  static final Path PROC = Path.of("/proc");

  private static final long SAME_START_MILLIS = 5_000;
  private static final Pattern SINCE_BOOT = Pattern.compile("[0-9a-f-]{1,64}/[0-9]{1,20}");

  /** Fields are counted after the name of the program, which may contain anything. */
  private static final int STATE = 0;

  private static final int TICKS = 19;

  /** As somebody has written it down; what has another form is not known. */
  public ProcessStart {
    sinceBoot = sinceBoot != null && SINCE_BOOT.matcher(sinceBoot).matches() ? sinceBoot : "";
  }

  /** That of a process; nothing is known of one that has ended meanwhile. */
  public static ProcessStart of(ProcessHandle process) {
    return new ProcessStart(
        process.info().startInstant().map(Instant::toEpochMilli).orElse(0L),
        sinceBoot(PROC, process.pid()));
  }

  /**
   * Whether a process of this machine, and not a later one of the same id, runs. It is not known of
   * one that other users cannot see, nor where only a clock tells that may have been set since.
   */
  public Answer ask(long process) {
    return ask(PROC, process);
  }

  Answer ask(Path proc, long process) {
    Optional<ProcessHandle> alive = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    if (alive.isEmpty()) {
      return hidesProcesses(proc) ? Answer.UNKNOWN : Answer.ENDED;
    }
    String now = sinceBoot(proc, process);
    if (!sinceBoot.isEmpty() && !now.isEmpty()) {
      return sinceBoot.equals(now) ? Answer.RUNS : Answer.ENDED;
    }
    return alive
        .flatMap(handle -> handle.info().startInstant())
        .filter(start -> millis > 0)
        .filter(start -> Math.abs(start.toEpochMilli() - millis) < SAME_START_MILLIS)
        .map(start -> Answer.RUNS)
        .orElse(Answer.UNKNOWN);
  }

  /** Whether somebody has stopped a process, so that it does nothing until it is told to go on. */
  static boolean isStopped(long process) {
    return stat(PROC, process).map(fields -> fields[STATE]).filter("TtZX"::contains).isPresent();
  }

  /** Linux may keep those of other users from a user; the first one is there at any time. */
  private static boolean hidesProcesses(Path proc) {
    return Files.isDirectory(proc) && !Files.isReadable(proc.resolve("1/stat"));
  }

  private static String sinceBoot(Path proc, long process) {
    try {
      String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
      return stat(proc, process).map(fields -> boot + "/" + fields[TICKS]).orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<String[]> stat(Path proc, long process) {
    try {
      String text = Files.readString(proc.resolve(process + "/stat"), ISO_8859_1);
      return Optional.of(text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1))
          .filter(fields -> fields.length > TICKS);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
