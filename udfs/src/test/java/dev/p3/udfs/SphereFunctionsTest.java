package dev.p3.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SphereFunctionsTest {
  private static final double HALF_CIRCUMFERENCE = Math.PI * 6371.0088;

  @Test
  void theDistanceIsZeroBetweenAPointAndItself() {
    assertThat(kilometres("51.5, -0.1, 51.5, -0.1")).isZero();
  }

  @Test
  void theDistanceIsAQuarterCircleFromTheEquatorToAPole() {
    assertThat(kilometres("0, 77, 90, -12")).isCloseTo(HALF_CIRCUMFERENCE / 2, within(1e-9));
  }

  @Test
  void theDistanceIsHalfACircleBetweenAntipodes() {
    assertThat(kilometres("35.5, 20.25, -35.5, -159.75"))
        .isCloseTo(HALF_CIRCUMFERENCE, within(1e-6));
  }

  @Test
  void theDistanceCrossesTheAntimeridianTheShortWay() {
    assertThat(kilometres("0, 179.5, 0, -179.5")).isCloseTo(HALF_CIRCUMFERENCE / 180, within(1e-9));
    assertThat(kilometres("0, 539.5, 0, -539.5")).isCloseTo(HALF_CIRCUMFERENCE / 180, within(1e-9));
  }

  /** Rosetta Code's example, published for a radius of 6372.8 km: 2887.2599506071106 km. */
  @Test
  void theDistanceFromNashvilleToLosAngelesIsThePublishedOne() {
    assertThat(kilometres("36.12, -86.67, 33.94, -118.40"))
        .isCloseTo(2887.2599506071106 / 6372.8 * 6371.0088, within(1e-9));
  }

  /** Movable Type Scripts' example: from Baghdad to Osaka, 35°N 45°E to 35°N 135°E. */
  @Test
  void theBearingFromBaghdadToOsakaIsThePublishedOne() {
    assertThat((Double) Sql.value("select bearing_deg(35, 45, 35, 135)"))
        .isCloseTo(60.16, within(0.005));
  }

  @Test
  void theBearingIsThatOfTheCompass() {
    assertThat(
            Sql.text(
                "array(bearing_deg(1, 2, 3, 2), bearing_deg(0, 2, 0, 3), bearing_deg(3, 2, 1, 2), bearing_deg(0, 3, 0, 2), bearing_deg(51.5, -0.1, 51.5, -0.1), bearing_deg(0, 179, 0, -179))"))
        .isEqualTo("[0.0, 90.0, 180.0, 270.0, 0.0, 90.0]");
  }

  /**
   * Movable Type Scripts' example, on a radius of 6371 km: 53°19′14″N 1°43′47″W, 96°01′18″, 124.8
   * km.
   */
  @Test
  void theDestinationIsThePublishedOne() {
    Row point =
        Sql.value(
            "select destination_point(53 + 19/60d + 14/3600d, -(1 + 43/60d + 47/3600d), 96 + 1/60d + 18/3600d, 124.8 * 6371.0088 / 6371)");

    assertThat(point.getDouble(0)).isCloseTo(53 + 11 / 60d + 18 / 3600d, within(1 / 3600d));
    assertThat(point.getDouble(1)).isCloseTo(8 / 60d, within(1 / 3600d));
  }

  @Test
  void theDestinationIsAsFarAwayAsWasAskedAndInThatDirection() {
    assertThat(
            Sql.texts(
                """
                with points as (
                  select id, (id * 37) % 179 - 89d lat, (id * 101) % 360 - 180d lon, (id * 7) % 360d bearing,
                    1 + (id * 331) % 15000d km
                  from range(500)),
                reached as (select *, destination_point(lat, lon, bearing, km) there from points)
                select count(*) from reached
                where abs(haversine_km(lat, lon, there.lat, there.lon) - km) > 1e-6
                  or abs(cos(radians(bearing_deg(lat, lon, there.lat, there.lon) - bearing)) - 1) > 1e-9
                  or there.lon not between -180 and 180
                """))
        .containsExactly("0");
  }

  @Test
  void aConstantLatitudeChangesNoBit() {
    assertThat(
            Sql.texts(
                """
                with points as (
                  select if(id % 9 = 0, 90, (id * 37) % 181 - 90) lat, (id * 101) % 720 - 360d lon, id * 0 + 40.6d here from range(700))
                select count(*) from points
                where hash(haversine_km(40.6d, -73.8d, lat, lon), haversine_km(lat, lon, 40.6d, -73.8d), bearing_deg(40.6d, 3, lat, lon), bearing_deg(lat, lon, 40.6d, 3))
                  = hash(haversine_km(here, -73.8d, lat, lon), haversine_km(lat, lon, here, -73.8d), bearing_deg(here, 3, lat, lon), bearing_deg(lat, lon, here, 3))
                """))
        .containsExactly("700");
    assertThat(Sql.texts("select haversine_km(90.6d, 3, id, id) from range(2)"))
        .containsExactly("NaN", "NaN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "haversine_km(null, 1, 2, 3)",
        "bearing_deg(1, null, 2, 3)",
        "destination_point(1, 2, null, 3)"
      })
  void nullGivesNull(String expression) {
    assertThat(Sql.text(expression)).isNull();
  }

  @Test
  void whatIsNoPlaceIsNotANumber() {
    assertThat(
            Sql.text(
                "array(haversine_km(91, 0, 0, 0), haversine_km(0, 0, -90.5, 0), haversine_km('NaN', 0, 0, 0), haversine_km(0, double('inf'), 0, 0), bearing_deg(0, 0, 91, 0), destination_point(91, 0, 0, 0).lat, destination_point(0, double('inf'), 0, 1).lat)"))
        .isEqualTo("[NaN, NaN, NaN, NaN, NaN, NaN, NaN]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesNumbersOfEveryTypeWithAnsiOnAndOff(boolean isAnsi) {
    Sql.withAnsi(
        isAnsi,
        () ->
            assertThat(Sql.text("haversine_km(0, 0BD, cast(0 as decimal(10, 2)), '1.5') > 0"))
                .isEqualTo("true"));
  }

  @Test
  void takesPartInWholeStageCodeGenerationAndInConstantFolding() {
    String plan =
        Sql.spark()
            .range(10)
            .selectExpr("haversine_km(id, id, 0, 0) a", "haversine_km(0, 0, 90, 0) b")
            .queryExecution()
            .executedPlan()
            .toString();

    assertThat(plan).contains("*(1) Project").containsPattern("10007\\.\\d+ AS b");
  }

  @Test
  void givesTheSameInterpretedAndCompiled() {
    String query =
        "select sum(hash(haversine_km(id, id, 3, 4), bearing_deg(id, 2, 3, id), destination_point(id, 3, id, id))) from range(80)";
    String compiled = Sql.texts(query).get(0);
    Sql.spark().conf().set("spark.sql.codegen.wholeStage", "false");
    Sql.spark().conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      assertThat(Sql.texts(query)).containsExactly(compiled);
    } finally {
      Sql.spark().conf().unset("spark.sql.codegen.wholeStage");
      Sql.spark().conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  private static double kilometres(String arguments) {
    return Sql.value("select haversine_km(" + arguments + ")");
  }
}
