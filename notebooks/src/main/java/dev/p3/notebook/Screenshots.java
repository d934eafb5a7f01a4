package dev.p3.notebook;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pictures of what cells displayed, by headless Chromium in light and in dark, in which charts must
 * be seen.
 */
final class Screenshots {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 4000;
  private static final int MINUTES = 30;

  /** Of every chart at least, as two marks on a map have; lines and texts are grey. */
  private static final int COLOURED_PIXELS = 50;

  private static final int LEAST_SATURATION = 40;

  /** The page has no scripts but its own; these tell where the charts are. */
  private static final String TELLING =
      """
      <script>addEventListener("load", () => document.querySelectorAll(".chart").forEach(chart => {
        const box = chart.getBoundingClientRect();
        chart.dataset.box = [box.x, box.y, box.width, box.height].map(Math.round).join();
      }))</script>
      """;

  private static final Pattern BOX = Pattern.compile("data-box=\"(\\d+),(\\d+),(\\d+),(\\d+)\"");

  /** How the browser is told of them, and whether their pages are dark. */
  private enum Scheme {
    DARK,
    LIGHT
  }

  private final Path browser;
  private final Path folder;

  private Screenshots(Path browser, Path folder) {
    this.browser = browser;
    this.folder = folder;
  }

  /**
   * Empty when no Chromium is on the {@code PATH}.
   *
   * @param folder where pictures come to
   */
  static Optional<Screenshots> to(Path folder) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(each -> Path.of(each, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(found -> new Screenshots(found, folder));
  }

  /**
   * How many charts there are, all of them seen.
   *
   * @param name of the notebook
   * @param pages that its cells displayed
   * @throws IllegalStateException naming the picture in which one is not
   */
  int charts(String name, List<String> pages) throws IOException, InterruptedException {
    int charts = 0;
    for (int i = 0; i < pages.size(); i++) {
      if (pages.get(i).contains("class=\"chart\"")) {
        for (Scheme scheme : Scheme.values()) {
          String picture =
              String.format(
                  Locale.ROOT, "%s-%d-%s", name, i + 1, scheme.name().toLowerCase(Locale.ROOT));
          int seen = seen(picture, pages.get(i), scheme);
          charts += scheme == Scheme.LIGHT ? seen : 0;
        }
      }
    }
    return charts;
  }

  private int seen(String name, String page, Scheme scheme)
      throws IOException, InterruptedException {
    Path picture = folder.resolve(name + ".png");
    String document = photographed(page, picture, scheme);
    BufferedImage image = ImageIO.read(picture.toFile());
    if (isDark(image.getRGB(0, 0)) != (scheme == Scheme.DARK)) {
      throw new IllegalStateException(picture + " is not " + scheme);
    }
    Matcher boxes = BOX.matcher(document);
    List<int[]> charts = boxes.results().map(Screenshots::numbers).toList();
    for (int[] box : charts) {
      long coloured =
          IntStream.range(box[1], Math.min(box[1] + box[3], HEIGHT))
              .flatMap(
                  y ->
                      IntStream.range(box[0], Math.min(box[0] + box[2], WIDTH))
                          .map(x -> image.getRGB(x, y)))
              .filter(Screenshots::isColoured)
              .count();
      if (coloured < COLOURED_PIXELS) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s shows no chart at %s: %d coloured pixels",
                picture,
                Arrays.toString(box),
                coloured));
      }
    }
    if (charts.isEmpty()) {
      throw new IllegalStateException(picture + " shows no chart");
    }
    return charts.size();
  }

  /** The document after its scripts ran. */
  private String photographed(String page, Path picture, Scheme scheme)
      throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("p3-browser-");
    Path file = scratch.resolve("page.html");
    Path document = scratch.resolve("document.html");
    Files.writeString(
        file, page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", TELLING));
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless=new",
                // Root, as in a container, has no sandbox; the page is our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--user-data-dir=" + scratch.resolve("profile"),
                String.format(Locale.ROOT, "--window-size=%d,%d", WIDTH, HEIGHT),
                "--blink-settings=preferredColorScheme=" + scheme.ordinal(),
                "--virtual-time-budget=10000",
                "--screenshot=" + picture,
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(document.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("Cannot photograph " + file + ": the browser hangs");
    }
    return Files.readString(document);
  }

  private static int[] numbers(MatchResult box) {
    return Stream.of(1, 2, 3, 4).mapToInt(group -> Integer.parseInt(box.group(group))).toArray();
  }

  private static boolean isDark(int colour) {
    return (colour >> 8 & 0xff) < 0x80;
  }

  private static boolean isColoured(int colour) {
    int red = colour >> 16 & 0xff;
    int green = colour >> 8 & 0xff;
    int blue = colour & 0xff;
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue))
        >= LEAST_SATURATION;
  }
}
