package dev.p3.patterns.leverage;

import static dev.p3.patterns.leverage.Summaries.digits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.udfs.P3Functions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The aggregate on the certified values that the job is held to. */
class LinregNistTest {
  @ParameterizedTest
  @EnumSource(NistRegression.class)
  void givesTheCertifiedRegression(NistRegression set) {
    String formula = set.formula.toString();
    if (formula.replace(" ", "").contains("-1") || formula.contains("+ 0")) {
      return; // without an intercept, which linreg always has
    }
    String outcome = formula.split("~")[0].strip();
    String terms =
        Arrays.stream(formula.split("~")[1].split("\\+"))
            .map(String::strip)
            .collect(Collectors.joining(", "));
    P3Functions.register(LocalSpark.spark());

    Row model =
        set.table()
            .repartition(3)
            .selectExpr("linreg(" + outcome + ", " + terms + ") as model")
            .first()
            .getStruct(0);

    List<Row> coefficients = model.getList(0);
    assertThat(coefficients).hasSize(set.estimates.length);
    for (int i = 0; i < set.estimates.length; i++) {
      assertThat(digits(coefficients.get(i).getDouble(0), set.estimates[i]))
          .isGreaterThanOrEqualTo(set.digits - 1);
      assertThat(digits(coefficients.get(i).getDouble(1), set.stdErrors[i]))
          .isGreaterThanOrEqualTo(set.digits - 1);
    }
    assertThat(digits(model.getAs("residual_sd"), set.residualSd))
        .isGreaterThanOrEqualTo(set.digits - 1);
    assertThat(digits(model.getAs("r2"), set.r2)).isGreaterThanOrEqualTo(set.digits - 1);
  }
}
