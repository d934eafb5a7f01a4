package dev.p3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the jar for spark-submit holds of others is named, with its licence. */
class NoticeTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?s)<dependency>\\s*<groupId>(.*?)</groupId>(.*?)</dependency>");

  /** Group and artifact of what the suite's POM brings along. */
  private static List<String> shaded() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String own = pom.substring(0, pom.indexOf("<profiles>"));
    var shaded = new ArrayList<String>();
    Matcher dependency = DEPENDENCY.matcher(own);
    while (dependency.find()) {
      String artifact =
          dependency.group(2).replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1");
      shaded.add(dependency.group(1) + ":" + artifact);
    }
    shaded.removeIf(
        name ->
            name.matches(
                "(dev\\.p3|dev\\.ludovic.*|org\\.scalanlp|org\\.yaml|net\\.jqwik|org\\.apache\\.spark|org\\.apache\\.kafka|org\\.junit.*|org\\.assertj|com\\.tngtech.*|com\\.h2database|org\\.postgresql|io\\.zonky.*):.*"));
    return shaded;
  }

  @Test
  void everyDependencyThatIsShadedIsInTheNoticeInItsVersion() throws IOException {
    String notice = Files.readString(ROOT.resolve("NOTICE"));
    String parent = Files.readString(ROOT.resolve("pom.xml"));

    assertThat(shaded()).hasSize(8).allSatisfy(name -> assertThat(notice).contains(name));
    for (String version :
        List.of(
            "icu4j",
            "picocli",
            "mustache",
            "ascii-table",
            "ap-loader",
            "jna",
            "jocl",
            "jeromq",
            "echarts")) {
      Matcher value = Pattern.compile("<" + version + ".version>(.*?)<").matcher(parent);
      assertThat(value.find()).as(version).isTrue();
      assertThat(notice).contains(value.group(1));
    }
  }

  @Test
  void theTextsThatTheNoticeNamesAreThere() throws IOException {
    Path texts = Path.of("src/main/resources/META-INF/licenses");
    assertThat(Files.readString(ROOT.resolve("NOTICE")))
        .contains("ICU.txt", "JOCL.txt", "MPL-2.0.txt", "jnacl.txt");
    for (String text : List.of("ICU.txt", "JOCL.txt", "MPL-2.0.txt", "jnacl.txt")) {
      assertThat(texts.resolve(text)).isNotEmptyFile();
    }
  }
}
