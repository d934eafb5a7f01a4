package dev.p3.patterns.minimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class GroupKeyTest {
  /** Short ones share a number, long ones do not fit. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "\0",
          "\0\0",
          "\1",
          "a",
          "ab",
          "ba",
          "\0a",
          "a\0",
          "ATL",
          "JFK",
          "é",
          "1234567",
          "1234567\0",
          "12345678",
          "a longer name");

  @Test
  void differsForDifferentTexts() {
    var groups = new HashMap<Object, String>();
    for (String text : TEXTS) {
      assertThat(groups.put(GroupKey.of(bytes(text)), text)).as("like '%s'", text).isNull();
    }
    assertThat(groups).hasSameSizeAs(TEXTS);
  }

  @Test
  void differsForDifferentTextsInSeveralColumns() {
    var texts = new ArrayList<String>(TEXTS);
    texts.add(null);
    var groups = new HashMap<Object, List<String>>();
    for (String first : texts) {
      for (String second : texts) {
        for (String third : new String[] {null, "", "a"}) {
          var group = new ArrayList<String>();
          group.add(first);
          group.add(second);
          group.add(third);
          Object key = GroupKey.of(RowFactory.create(bytes(first), bytes(second), bytes(third)));
          assertThat(groups.put(key, group)).as("like %s", group).isNull();
        }
      }
    }
  }

  @Test
  void isEqualForEqualTexts() {
    for (String text : TEXTS) {
      assertThat(GroupKey.of(bytes(text))).isEqualTo(GroupKey.of(bytes(text)));
      assertThat(GroupKey.of(RowFactory.create(bytes(text), 1, null)))
          .isEqualTo(GroupKey.of(RowFactory.create(bytes(text), 1, null)))
          .isNotEqualTo(GroupKey.of(RowFactory.create(bytes(text), 2, null)));
    }
  }

  @Test
  void isOneNumberForCodesInTwoColumns() {
    assertThat(GroupKey.of(RowFactory.create(bytes("ATL"), bytes("JFK"))))
        .isInstanceOf(Long.class)
        .isEqualTo(GroupKey.of(bytes("ATL"), bytes("JFK")));
  }

  @Test
  void isTheSameForTwoColumnsAsForARowOfThem() {
    var values = new ArrayList<Object>(List.of(1, 2L));
    values.add(null);
    TEXTS.forEach(text -> values.add(bytes(text)));
    for (Object first : values) {
      for (Object second : values) {
        assertThat(GroupKey.of(first, second))
            .isEqualTo(GroupKey.of(RowFactory.create(first, second)));
      }
    }
  }

  private static Object bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
