package dev.p3.udfs;

import dev.p3.udfs.SqlFunction.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The functions of the values of one row. */
final class ScalarFunctions {
  private static final SphereKernel SPHERE = new SphereKernel();
  private static final TextKernel TEXT = new TextKernel();

  private ScalarFunctions() {}

  static List<SqlFunction<Expression>> all() {
    return List.of(
        haversineKm(),
        bearingDeg(),
        destinationPoint(),
        foldCase(),
        normalizeText(),
        tokens(),
        wordCount());
  }

  private static SqlFunction<Expression> haversineKm() {
    return function(
        "math_funcs",
        "_FUNC_(lat1, lon1, lat2, lon2) - the great-circle distance in kilometres between two points in degrees, on the sphere of radius 6371.0088 km. NaN where a latitude is beyond a pole.",
        ScalarFunction.of("haversine_km", SPHERE, "haversineKm", doubles(4), DataTypes.DoubleType),
        new Example("SELECT round(_FUNC_(36.12, -86.67, 33.94, -118.40), 3)", "2886.448"));
  }

  private static SqlFunction<Expression> bearingDeg() {
    return function(
        "math_funcs",
        "_FUNC_(lat1, lon1, lat2, lon2) - the initial bearing of the great circle from the first point to the second, in degrees from north over east, at least 0 and less than 360. NaN where a latitude is beyond a pole.",
        ScalarFunction.of("bearing_deg", SPHERE, "bearingDeg", doubles(4), DataTypes.DoubleType),
        new Example("SELECT _FUNC_(0, 0, 0, 10)", "90.0"));
  }

  private static SqlFunction<Expression> destinationPoint() {
    return function(
        "math_funcs",
        "_FUNC_(lat, lon, bearing, km) - the point {lat, lon} that a great circle with this initial bearing in degrees reaches after so many kilometres; a negative distance goes backwards. NaN where the latitude is beyond a pole.",
        ScalarFunction.of(
            "destination_point", SPHERE, "destinationPoint", doubles(4), SphereKernel.POINT),
        new Example("SELECT round(_FUNC_(0, 0, 90, 111.195080).lon, 6)", "1.0"));
  }

  private static SqlFunction<Expression> foldCase() {
    return function(
        "string_funcs",
        "_FUNC_(text) - the text in Unicode's full case folding, in which texts that differ in case alone are equal.",
        ScalarFunction.of(
            "fold_case", TEXT, "foldCase", List.of(DataTypes.StringType), DataTypes.StringType),
        new Example("SELECT _FUNC_('Straße') = _FUNC_('STRASSE')", "true"));
  }

  private static SqlFunction<Expression> normalizeText() {
    return function(
        "string_funcs",
        "_FUNC_(text, form) - the text in a normal form of Unicode: 'nfc', 'nfd', 'nfkc' or 'nfkd'.",
        new ScalarFunction(
            "normalize_text",
            TEXT,
            "normalize",
            List.of(DataTypes.StringType, DataTypes.StringType),
            DataTypes.StringType,
            false,
            Map.of(1, TextKernel.FORMS)),
        new Example("SELECT _FUNC_('ﬁne', 'nfkc')", "fine"));
  }

  private static SqlFunction<Expression> tokens() {
    var function =
        new ScalarFunction(
            "tokens",
            TEXT,
            "tokens",
            List.of(DataTypes.StringType, DataTypes.StringType),
            DataTypes.createArrayType(DataTypes.StringType, false),
            false,
            Map.of(1, TextKernel.KINDS));
    return new SqlFunction<>(
        "tokens",
        "string_funcs",
        "_FUNC_(text[, kind]) - the tokens of the text as the job word-count cuts them: 'words' (the default; words by Unicode UAX #29 in full case folding) or 'whitespace' (what stands between white space).",
        List.of(
            new Example("SELECT _FUNC_('Don\\'t panic: 42!')", "[don't, panic, 42]"),
            new Example(
                "SELECT _FUNC_('Don\\'t panic: 42!', 'whitespace')", "[Don't, panic:, 42!]")),
        1,
        2,
        arguments -> {
          var all = new ArrayList<Expression>(arguments);
          if (all.size() == 1) {
            all.add(new Literal(TextKernel.DEFAULT_KIND, DataTypes.StringType));
          }
          return new ScalarExpression(function, all);
        });
  }

  private static SqlFunction<Expression> wordCount() {
    return function(
        "string_funcs",
        "_FUNC_(text) - how often each word of the text occurs, as the job word-count cuts words; in the order in which they first occur.",
        ScalarFunction.of(
            "word_count",
            TEXT,
            "wordCount",
            List.of(DataTypes.StringType),
            DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false)),
        new Example(
            "SELECT _FUNC_('To be, or not to be')", "{to -> 2, be -> 2, or -> 1, not -> 1}"));
  }

  private static SqlFunction<Expression> function(
      String group, String usage, ScalarFunction function, Example... examples) {
    int arity = function.inputs().size();
    return new SqlFunction<>(
        function.name(),
        group,
        usage,
        List.of(examples),
        arity,
        arity,
        arguments -> new ScalarExpression(function, arguments));
  }

  private static List<DataType> doubles(int count) {
    return Collections.nCopies(count, DataTypes.DoubleType);
  }
}
