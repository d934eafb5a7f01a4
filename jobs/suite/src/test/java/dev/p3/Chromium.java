package dev.p3;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens pages in headless Chromium, where it is installed. */
public final class Chromium {
  private static final int MILLIS_OF_THE_PAGE = 10_000;

  private final Path program;

  private Chromium(Path program) {
    this.program = program;
  }

  /** The browser of this machine; empty when there is none on the {@code PATH}. */
  public static Optional<Chromium> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  /**
   * A page that was opened.
   *
   * @param dom the document after its scripts ran, as HTML
   * @param console what the browser's console shows, errors and refused requests included
   */
  public record Opened(String dom, List<String> console) {
    /** The part of the document that each chart was drawn in. */
    public List<String> charts() {
      List<String> parts = Arrays.asList(dom.split("class=\"chart\"", -1));
      return parts.subList(1, parts.size()).stream()
          .map(part -> part.contains("</svg>") ? part.substring(0, part.indexOf("</svg>")) : "")
          .toList();
    }
  }

  /**
   * Opens a page.
   *
   * @param scratch an empty directory
   * @param width of the window, in pixels
   */
  public Opened open(Path page, Path scratch, int width) throws IOException, InterruptedException {
    Path dom = scratch.resolve("dom.html");
    Path messages = scratch.resolve("messages.txt");
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(
        List.of(
            "--headless=new",
            // Root, as in a container, has no sandbox; the page is our own.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--user-data-dir=" + scratch.resolve("profile"),
            "--window-size=%d,900".formatted(width),
            "--virtual-time-budget=" + MILLIS_OF_THE_PAGE,
            "--enable-logging=stderr",
            "--v=0",
            "--dump-dom",
            page.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(messages.toFile())
            .start();
    Hanging.exitCode(process);
    return new Opened(
        Files.readString(dom, StandardCharsets.UTF_8),
        Files.readString(messages, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains(":CONSOLE"))
            .toList());
  }
}
