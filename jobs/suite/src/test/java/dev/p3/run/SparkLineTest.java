package dev.p3.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkLineTest {
  private static final String SPARK = BuildInfo.sparkLine();
  private static final String SCALA = BuildInfo.scalaVersion();

  @Test
  void theSparkOfTheBuildFitsWhateverItsVendorCallsIt() {
    assertThat(SparkLine.refusal()).isEmpty();
    assertThat(SparkLine.refusal(SPARK + ".9-amzn-0", SCALA + ".1")).isEmpty();
    assertThat(SparkLine.refusal(SPARK + "-SNAPSHOT", SCALA + ".1")).isEmpty();
  }

  @Test
  void anotherSparkOrScalaIsRefusedInOneSentenceThatNamesTheJarToUse() {
    assertThat(SparkLine.refusal("2.4.8", SCALA + ".1"))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("here is Spark 2.4.8")
                    .endsWith("-spark2.4_%s.jar".formatted(SCALA))
                    .doesNotContain("\n"));
    assertThat(SparkLine.refusal(SPARK + ".1", "2.11.12"))
        .hasValueSatisfying(refusal -> assertThat(refusal).contains("Scala 2.11.12"));
    // 4.1 is not 4.10
    assertThat(SparkLine.refusal(SPARK + "0.1", SCALA + ".1")).isPresent();
  }
}
