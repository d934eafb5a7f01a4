package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A record's canonical constructor refused the components that were read. */
final class RefusedRecordException extends KryoException {
  private static final long serialVersionUID = 1L;

  RefusedRecordException(Class<?> type, Throwable cause) {
    super(
        String.format(
                Locale.ROOT,
                "Cannot construct record %s from what was read: its constructor threw %s%s",
                RecordShape.signature(type),
                cause.getClass().getName(),
                about(type, cause))
            + " (a record must accept every value that its instances hold)",
        cause);
  }

  /** The components that the constructor's message names, without their values. */
  private static String about(Class<?> type, Throwable cause) {
    if (cause.getMessage() == null) {
      return "";
    }
    Set<String> words = new HashSet<>(Arrays.asList(cause.getMessage().split("\\W+")));
    List<String> named =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(words::contains)
            .toList();
    return named.isEmpty() ? "" : " about " + String.join(", ", named);
  }
}
