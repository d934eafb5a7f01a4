package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ScopesTest {
  private final SparkSession spark = LocalSpark.spark();
  private final Lookups lookups =
      new Lookups(new HashMap<>(Map.of("KEF", new Place("Keflavik", 63.985))), 10);
  private final Dataset<String> codes =
      spark.createDataset(List.of("KEF", "XXX"), Encoders.STRING());

  @Test
  void areAllClosedEvenIfOneWasClosedBefore() {
    var scopes = new Scopes(spark);
    Scope<Lookups> first = scopes.open(lookups);
    Scope<Lookups> second = scopes.open(new Lookups(new HashMap<>(), 2));
    Scope<Place> third = scopes.open(new Place("Vienna", 48.1));
    second.close();

    scopes.close();

    assertThat(List.of(first, second, third)).allMatch(each -> each.toString().endsWith("closed"));
    assertThatCode(scopes::close).doesNotThrowAnyException();
  }

  @Test
  void areNamedAfterWhereTheyWereOpened() {
    try (var scopes = new Scopes(spark)) {
      Function<Lookups, Scope<Lookups>> opener = scopes::open;

      assertThat(scopes.open(lookups).toString())
          .startsWith("Scope Lookups (opened at ScopesTest.java:");
      assertThat(opener.apply(lookups).toString()).contains("ScopesTest.java:");
    }
  }

  @Test
  void serveOneDatasetTogether() {
    try (var scopes = new Scopes(spark)) {
      Scope<Lookups> outer = scopes.open(lookups);
      Scope<Place> inner = scopes.open(new Place("Vienna", 48.1));
      Dataset<String> named =
          inner.map(
              outer.filter(codes, (values, code) -> values.places().containsKey(code)),
              (place, code) -> code + " from " + place.name(),
              Encoders.STRING());

      assertThat(named.collectAsList()).containsExactly("KEF from Vienna");
    }
  }
}
