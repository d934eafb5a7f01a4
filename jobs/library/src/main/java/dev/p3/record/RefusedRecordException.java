package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;

/** A record's canonical constructor refused the components that were read. */
final class RefusedRecordException extends KryoException {
  private static final long serialVersionUID = 1L;

  RefusedRecordException(Class<?> type, Throwable cause) {
    super(
        "Cannot construct record %s from what was read: its constructor threw %s"
                .formatted(RecordShape.signature(type), cause.getClass().getName())
            + " (a record must accept every value that its instances hold)",
        cause);
  }
}
