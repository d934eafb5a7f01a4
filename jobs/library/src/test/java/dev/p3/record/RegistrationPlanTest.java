package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.record.Samples.Cabin;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Pair;
import dev.p3.record.Samples.Trip;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationPlanTest {
  private static RecordModule module(Class<?>... classes) {
    return () -> List.of(classes);
  }

  @Test
  void idsDependNeitherOnTheOrderOfModulesNorOnDuplicates() {
    var one = RegistrationPlan.of(List.of(module(Leg.class, Trip.class), module(Cabin.class)));
    var other =
        RegistrationPlan.of(List.of(module(Cabin.class, Leg.class), module(Trip.class, Leg.class)));
    assertThat(one.classById()).isEqualTo(other.classById());
    assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
  }

  @Test
  void idsSurviveAnotherModule() {
    var before = RegistrationPlan.of(List.of(module(Leg.class, Trip.class)));
    var after = RegistrationPlan.of(List.of(module(Pair.class), module(Leg.class, Trip.class)));
    assertThat(after.classById()).containsAllEntriesOf(before.classById());
    assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
  }

  @Test
  void arraysOfListedClassesAreListed() {
    assertThat(RegistrationPlan.of(List.of(module(Leg.class))).classById().values())
        .containsExactlyInAnyOrder(Leg.class, Leg[].class);
  }

  @Test
  void aShapeHoldsComponentsNestedRecordsAndConstants() {
    assertThat(RecordShape.of(Trip.class))
        .contains("int minutes", "long id", "ECONOMY", "BUSINESS");
    assertThat(RecordShape.isRecursive(KryoTest.Node.class)).isTrue();
    assertThat(RecordShape.isRecursive(Trip.class)).isFalse();
  }

  @Test
  void anotherVersionOfARecordHasAnotherId() throws Exception {
    Class<?> older = load("record Evolving(int a) {}");
    Class<?> newer = load("record Evolving(int a, int b) {}");
    int olderId = RegistrationPlan.of(List.of(module(older))).classById().keySet().hashCode();
    int newerId = RegistrationPlan.of(List.of(module(newer))).classById().keySet().hashCode();
    assertThat(newer.getName()).isEqualTo(older.getName());
    assertThat(newerId).isNotEqualTo(olderId);
  }

  @Test
  void twoClassesOfOneNameAreRefused() throws Exception {
    var modules =
        List.of(
            module(load("record Evolving(int a) {}")), module(load("record Evolving(int a) {}")));
    assertThatThrownBy(() -> RegistrationPlan.of(modules))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot register Evolving");
  }

  @Test
  void anExecutorWithOtherClassesIsRefused() {
    assertThatThrownBy(() -> P3Registrator.requireSameClasses("2-classes-a", "3-classes-b", "7"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("executor 7", "2-classes-a", "3-classes-b", "same jars");
  }

  private static Class<?> load(String source) throws IOException, ClassNotFoundException {
    return Compiled.load("Evolving", source);
  }
}
