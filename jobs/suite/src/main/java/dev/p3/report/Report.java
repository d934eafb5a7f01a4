package dev.p3.report;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A report of sections, tables and charts, as one HTML file that needs nothing else: no network, no
 * other file. Light and dark as the reader's system is, and readable on a phone. Without scripts
 * the tables are there and the charts are not.
 *
 * <p>Text of any kind is safe to put in: it is escaped, and the page's own policy lets the browser
 * run no script but the one that p3 wrote.
 *
 * <p>Cost: the whole page is made in memory; about 1 MB for the chart library, and what the shown
 * rows need.
 *
 * @param title of the page
 * @param lead a sentence below the title
 */
public record Report(String title, String lead, List<Section> sections) {
  private static final Mustache TEMPLATE =
      new DefaultMustacheFactory()
          .compile(new StringReader(Resources.text("report.mustache")), "report");

  public Report {
    sections = List.copyOf(sections);
  }

  /** The page. */
  public String html() {
    var html = new StringWriter();
    TEMPLATE.execute(html, Page.of(this));
    return html.toString();
  }

  /**
   * Writes the page, as UTF-8.
   *
   * @throws IOException when the file cannot be written
   */
  public void writeTo(Path file) throws IOException {
    Files.writeString(file, html());
  }

  /** Writes the page, as UTF-8. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(html().getBytes(StandardCharsets.UTF_8));
  }
}
