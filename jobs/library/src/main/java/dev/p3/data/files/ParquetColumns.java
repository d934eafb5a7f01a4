package dev.p3.data.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * The columns behind Parquet's consumer of records, which it does not show: a flat row needs none
 * of what the consumer does for nested ones, which was a tenth of {@code enrich}. Where Parquet has
 * other fields than those known here, or its consumer is another one, there are no columns, and
 * Spark is to write the rows.
 */
record ParquetColumns(ColumnWriter[] writers, ColumnWriteStore store) {
  private static final String CONSUMER =
      "org.apache.parquet.io.MessageColumnIO$MessageColumnIORecordConsumer";
  private static final String WRITER = "org.apache.parquet.column.impl.ColumnWriterBase";

  private static final Optional<Fields> FIELDS = fields();

  private record Fields(VarHandle writers, VarHandle store, VarHandle values) {}

  static Optional<ParquetColumns> of(RecordConsumer consumer) {
    if (!consumer.getClass().getName().equals(CONSUMER)) {
      return Optional.empty();
    }
    return FIELDS.map(
        fields ->
            new ParquetColumns(
                (ColumnWriter[]) fields.writers.get(consumer),
                (ColumnWriteStore) fields.store.get(consumer)));
  }

  /** Takes the place of the writer of a dictionary that a column of texts has, if it has one. */
  Optional<ParquetTexts> texts(int column, int dictionaryBytes) {
    VarHandle values = FIELDS.orElseThrow().values;
    if (values.get(writers[column]) instanceof FallbackValuesWriter<?, ?> both
        && both.initialWriter.getClass() == PlainBinaryDictionaryValuesWriter.class) {
      Encoding ofPages = both.initialWriter.getEncoding();
      Encoding ofDictionary = ofPages == Encoding.RLE_DICTIONARY ? Encoding.PLAIN : ofPages;
      var texts = new ParquetTexts(dictionaryBytes, ofPages, ofDictionary);
      values.set(
          writers[column], (ValuesWriter) FallbackValuesWriter.of(texts, both.fallBackWriter));
      return Optional.of(texts);
    }
    return Optional.empty();
  }

  private static Optional<Fields> fields() {
    try {
      Class<?> consumer = Class.forName(CONSUMER);
      Class<?> writer = Class.forName(WRITER);
      MethodHandles.Lookup own = MethodHandles.lookup();
      MethodHandles.Lookup ofConsumer = MethodHandles.privateLookupIn(consumer, own);
      return Optional.of(
          new Fields(
              ofConsumer.findVarHandle(consumer, "columnWriters", ColumnWriter[].class),
              ofConsumer.findVarHandle(consumer, "columns", ColumnWriteStore.class),
              MethodHandles.privateLookupIn(writer, own)
                  .findVarHandle(writer, "dataColumn", ValuesWriter.class)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
