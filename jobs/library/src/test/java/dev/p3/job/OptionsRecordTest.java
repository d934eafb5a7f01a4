package dev.p3.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.p3.fault.BadUsageException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsRecordTest {
  enum Unmatched {
    KEEP,
    DROP_ROW,
    FAIL
  }

  record Pair(String left, String right) {
    public static Pair parse(String text) {
      String[] sides = text.split("=", -1);
      if (sides.length != 2) {
        throw new IllegalArgumentException("must be LEFT=RIGHT");
      }
      return new Pair(sides[0], sides[1]);
    }

    @Override
    public String toString() {
      return left + "=" + right;
    }
  }

  record Everything(
      @Option(value = "An int", defaultValue = "3", min = 1, max = 9) int someInt,
      @Option(value = "A long", defaultValue = "5000000000", min = 0) long someLong,
      @Option(value = "Perhaps a number", min = 1) OptionalLong top,
      @Option(value = "A number", defaultValue = "0.5", min = 0, max = 1) double share,
      @Option("A switch") boolean loud,
      @Option(value = "A choice", defaultValue = "keep") Unmatched unmatched,
      @Option(value = "A text", defaultValue = "a b") String text,
      @Option(value = "A charset", defaultValue = "UTF-8") Charset encoding,
      @Option("Pairs") List<Pair> on,
      @Option("Choices") List<Unmatched> also) {
    Everything {
      OptionsRecord.check(
          Everything.class,
          someInt,
          someLong,
          top,
          share,
          loud,
          unmatched,
          text,
          encoding,
          on,
          also);
    }
  }

  record Strict(
      @Option(value = "Columns to join on", required = true, label = "A=B") List<Pair> on,
      @Option(value = "How many", required = true, max = 9) int howMany) {
    Strict {
      OptionsRecord.check(Strict.class, on, howMany);
    }
  }

  private static Everything parse(String flag, String... words) {
    return OptionsRecord.of(Everything.class).parse(Map.of(flag, List.of(words)));
  }

  private static List<String> faults(Map<String, List<String>> given) {
    return catchThrowableOfType(
            BadUsageException.class, () -> OptionsRecord.of(Everything.class).parse(given))
        .faults();
  }

  @Test
  void takesTheDefaultsWhenNothingIsGiven() {
    assertThat(OptionsRecord.defaults(Everything.class))
        .isEqualTo(
            new Everything(
                3,
                5_000_000_000L,
                OptionalLong.empty(),
                0.5,
                false,
                Unmatched.KEEP,
                "a b",
                StandardCharsets.UTF_8,
                List.of(),
                List.of()));
  }

  @Test
  void readsEveryType() {
    assertThat(parse("some-int", "9").someInt()).isEqualTo(9);
    assertThat(parse("some-long", "9223372036854775807").someLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(parse("top", "10").top()).hasValue(10);
    assertThat(parse("share", "1e-3").share()).isEqualTo(0.001);
    assertThat(parse("loud", "true").loud()).isTrue();
    assertThat(parse("unmatched", "drop-row").unmatched()).isEqualTo(Unmatched.DROP_ROW);
    assertThat(parse("text", "").text()).isEmpty();
    assertThat(parse("encoding", "latin1").encoding()).isEqualTo(StandardCharsets.ISO_8859_1);
    assertThat(parse("on", "a=b", "c=d").on()).containsExactly(pair("a", "b"), pair("c", "d"));
    assertThat(parse("also", "fail", "keep").also())
        .containsExactly(Unmatched.FAIL, Unmatched.KEEP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "some-int | ten | Invalid --some-int: 'ten' (must be a whole number, 1 to 9)",
        "some-int | 1.5 | Invalid --some-int: '1.5' (must be a whole number, 1 to 9)",
        "some-int | 10 | Invalid --some-int: 10 (must be 1 to 9)",
        "some-int | 0 | Invalid --some-int: 0 (must be 1 to 9)",
        "some-long | -1 | Invalid --some-long: -1 (must be at least 0)",
        "some-long | 9223372036854775808 | Invalid --some-long: '9223372036854775808' (must be a whole number, at least 0)",
        "top | 0 | Invalid --top: 0 (must be at least 1)",
        "top | '' | Invalid --top: '' (must be a whole number, at least 1)",
        "share | half | Invalid --share: 'half' (must be a number, 0 to 1)",
        "share | 1.01 | Invalid --share: 1.01 (must be 0 to 1)",
        "share | -0.5 | Invalid --share: -0.5 (must be 0 to 1)",
        "share | NaN | Invalid --share: NaN (must be 0 to 1)",
        "loud | yes | Invalid --loud: 'yes' (must be true or false)",
        "unmatched | dorp-row | Invalid --unmatched: 'dorp-row' (must be one of keep, drop-row, fail). Did you mean 'drop-row'?",
        "unmatched | zzz | Invalid --unmatched: 'zzz' (must be one of keep, drop-row, fail).",
        "on | ab | Invalid --on: 'ab' (must be LEFT=RIGHT)"
      })
  void refusesAValueThatDoesNotFit(String flag, String word, String fault) {
    assertThat(faults(Map.of(flag, List.of(word)))).containsExactly(fault);
  }

  @Test
  void suggestsTheCharsetThatWasMeant() {
    assertThat(faults(Map.of("encoding", List.of("UFT-8"))))
        .singleElement()
        .asString()
        .startsWith("Invalid --encoding: 'UFT-8' (must be a charset that this Java knows")
        .endsWith("Did you mean 'UTF-8'?");
    assertThat(faults(Map.of("encoding", List.of("no charset!")))).hasSize(1);
  }

  @Test
  void refusesTwoValuesForAnOptionThatTakesOne() {
    assertThat(faults(Map.of("some-int", List.of("1", "2"))))
        .containsExactly("Invalid --some-int: given 2 times (must be given once)");
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(
            faults(
                Map.of(
                    "some-int", List.of("ten"),
                    "share", List.of("2"),
                    "unmatched", List.of("skip"),
                    "on", List.of("a", "b=c", "d"))))
        .hasSize(5)
        .anyMatch(fault -> fault.startsWith("Invalid --some-int"))
        .anyMatch(fault -> fault.startsWith("Invalid --share"))
        .anyMatch(fault -> fault.startsWith("Invalid --unmatched"))
        .anyMatch(fault -> fault.startsWith("Invalid --on: 'a'"))
        .anyMatch(fault -> fault.startsWith("Invalid --on: 'd'"));
  }

  @Test
  void namesEveryRequiredOptionThatIsMissing() {
    assertThatThrownBy(() -> OptionsRecord.defaults(Strict.class))
        .isInstanceOf(BadUsageException.class)
        .hasMessage("Missing --on A=B: Columns to join on\nMissing --how-many VALUE: How many");
  }

  @Nested
  class InACompactConstructor {
    @Test
    void checksEveryRange() {
      assertThatThrownBy(() -> new Strict(List.of(), 10))
          .isInstanceOf(BadUsageException.class)
          .hasMessage(
              "Missing --on A=B: Columns to join on\nInvalid --how-many: 10 (must be at most 9)");
    }

    @Test
    void refusesNull() {
      assertThatThrownBy(() -> new Strict(null, 1)).hasMessageStartingWith("Missing --on A=B");
    }
  }

  record Several(
      @Option(value = "Numbers", min = 1) List<Integer> number,
      @Option(value = "A share", max = 1) Optional<Double> share) {
    Several {
      OptionsRecord.check(Several.class, number, share);
    }
  }

  @Test
  void checksTheRangeOfEachNumberHowEverItIsHeld() {
    var several = OptionsRecord.of(Several.class);
    assertThat(several.parse(Map.of("number", List.of("1", "2"), "share", List.of("0.5"))))
        .isEqualTo(new Several(List.of(1, 2), Optional.of(0.5)));
    assertThatThrownBy(() -> new Several(List.of(0, 1, -1), Optional.of(2.0)))
        .hasMessage(
            "Invalid --number: 0 (must be at least 1)\n"
                + "Invalid --number: -1 (must be at least 1)\n"
                + "Invalid --share: 2.0 (must be at most 1)");
  }

  @Test
  void takesArgumentsForFlagsAndSwitches() {
    var record = OptionsRecord.of(Everything.class);

    assertThat(record.given(List.of("--on", "a=b", "--loud", "--on", "--top")))
        .isEqualTo(Map.of("on", List.of("a=b", "--top"), "loud", List.of("true")));
    assertThat(record.given(List.of())).isEmpty();
    assertThatThrownBy(() -> record.given(List.of("--lod", "--text", "x", "y", "--top")))
        .isInstanceOfSatisfying(
            BadUsageException.class,
            e ->
                assertThat(e.faults())
                    .satisfiesExactly(
                        fault ->
                            assertThat(fault)
                                .startsWith("Unknown option '--lod' (must be one of --some-int, ")
                                .endsWith("Did you mean '--loud'?"),
                        fault -> assertThat(fault).startsWith("Unknown option 'y'"),
                        fault -> assertThat(fault).isEqualTo("Missing value of --top VALUE")));
  }

  @Nested
  class Words {
    private final OptionsRecord<Everything> record = OptionsRecord.of(Everything.class);

    @Test
    void areWhatAUserWouldWrite() {
      var options = record.parse(Map.of("on", List.of("a=b"), "also", List.of("drop-row")));

      assertThat(record.words(options))
          .containsEntry("some-int", "3")
          .containsEntry("share", "0.5")
          .containsEntry("loud", "false")
          .containsEntry("unmatched", "keep")
          .containsEntry("encoding", "UTF-8")
          .containsEntry("on", List.of("a=b"))
          .containsEntry("also", List.of("drop-row"))
          .doesNotContainKey("top");
    }

    @Test
    void areReadBackAsTheSameOptions() {
      var given =
          new Everything(
              7,
              1L << 40,
              OptionalLong.of(12),
              0.25,
              true,
              Unmatched.DROP_ROW,
              "x, y",
              StandardCharsets.UTF_16LE,
              List.of(pair("a", "b"), pair("a", "c")),
              List.of(Unmatched.FAIL, Unmatched.DROP_ROW));
      var words = new HashMap<String, List<String>>();
      record
          .words(given)
          .forEach(
              (flag, word) ->
                  words.put(
                      flag,
                      word instanceof List<?> many
                          ? many.stream().map(String::valueOf).toList()
                          : List.of(word.toString())));

      assertThat(record.parse(words)).isEqualTo(given);
    }
  }

  private static Pair pair(String left, String right) {
    return new Pair(left, right);
  }

  record Perhaps(@Option(value = "A pair", label = "PAIR") Optional<Pair> pair) {
    Perhaps {
      OptionsRecord.check(Perhaps.class, pair);
    }
  }

  @Test
  void readsAnOptionThatMayBeAbsent() {
    var perhaps = OptionsRecord.of(Perhaps.class);
    Perhaps given = perhaps.parse(Map.of("pair", List.of("a=b")));

    assertThat(perhaps.parse(Map.of()).pair()).isEmpty();
    assertThat(given.pair()).contains(new Pair("a", "b"));
    assertThat(perhaps.words(given)).containsExactly(Map.entry("pair", "a=b"));
    assertThat(perhaps.words(new Perhaps(Optional.empty()))).isEmpty();
    assertThatThrownBy(() -> perhaps.parse(Map.of("pair", List.of("a"))))
        .isInstanceOf(BadUsageException.class)
        .hasMessage("Invalid --pair: 'a' (must be LEFT=RIGHT)");
  }
}
