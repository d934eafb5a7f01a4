package dev.p3.data;

import dev.p3.data.ProcessStart.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The process that holds something.
 *
 * @param host the name of its machine, which containers may share
 * @param process its id
 * @param start when the process started
 * @param machine tells the boot of a machine, and a container on it, from every other one; empty
 *     where the operating system does not tell
 * @param since when it took what it holds, in ISO 8601 and UTC
 */
public record Holder(String host, long process, ProcessStart start, String machine, String since) {
  private static final List<String> KEYS = List.of("host", "process", "began", "machine", "since");
  private static final ProcessHandle THIS_PROCESS = ProcessHandle.current();
  private static final ProcessStart THIS_START = ProcessStart.of(THIS_PROCESS);

  static Holder ofThisProcess() {
    return new Holder(hostName(), THIS_PROCESS.pid(), THIS_START, thisMachine(), now());
  }

  /** Whether the process has certainly ended; false where nothing tells that from here. */
  public boolean isGone() {
    return isOfThisMachine() && start.ask(process) == Answer.ENDED;
  }

  /** Whether it is another process that certainly runs, and that nobody has stopped. */
  boolean isAtWork() {
    return isOfThisMachine()
        && process != THIS_PROCESS.pid()
        && start.ask(process) == Answer.RUNS
        && !ProcessStart.isStopped(process);
  }

  private boolean isOfThisMachine() {
    return !machine.isEmpty() && machine.equals(thisMachine());
  }

  /** Who it is, as people say it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "process %d on %s, since %s", process, host, since);
  }

  byte[] toBytes() {
    return String.format(
            Locale.ROOT,
            "host=%s\nprocess=%d\nbegan=%d\nstarted=%s\nmachine=%s\nsince=%s\n",
            host,
            process,
            start.millis(),
            start.sinceBoot(),
            machine,
            since)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} has written, now or before it wrote {@code started}.
   *
   * @return empty when it is something else, such as half of it
   */
  static Optional<Holder> parse(byte[] bytes) {
    Map<String, String> values = new LinkedHashMap<>();
    String text = new String(bytes, StandardCharsets.UTF_8);
    text.lines()
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    if (!text.endsWith("\n") || !values.keySet().containsAll(KEYS)) {
      return Optional.empty();
    }
    try {
      var holder =
          new Holder(
              values.get("host"),
              Long.parseLong(values.get("process")),
              new ProcessStart(Long.parseLong(values.get("began")), values.get("started")),
              values.get("machine"),
              values.get("since"));
      return Optional.of(holder).filter(each -> each.process() > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String now() {
    return Instant.ofEpochMilli(System.currentTimeMillis()).toString();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }

  /** A process id means something within one boot and one container only. */
  private static String thisMachine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
