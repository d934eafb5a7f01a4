package dev.p3.data.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageTypeParser;

/** Held to Parquet's own writer of a dictionary, page by page. */
class ParquetTextsTest {
  private static final int DICTIONARY_BYTES = 400;

  @Property(tries = 300)
  void pages_and_dictionary_are_those_of_parquets_own_writer(
      @ForAll("pages") List<List<String>> pages) throws IOException {
    var texts = new ParquetTexts(DICTIONARY_BYTES, Encoding.RLE_DICTIONARY, Encoding.PLAIN);
    var own =
        new PlainBinaryDictionaryValuesWriter(
            DICTIONARY_BYTES,
            Encoding.RLE_DICTIONARY,
            Encoding.PLAIN,
            new HeapByteBufferAllocator());
    var mine = FallbackValuesWriter.of(texts, plain());
    var parquets = FallbackValuesWriter.of(own, plain());
    for (int rowGroup = 0; rowGroup < 2; rowGroup++) {
      for (List<String> page : pages) {
        var reused = new byte[4096];
        for (String text : page) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          System.arraycopy(bytes, 0, reused, 3, bytes.length);
          mine.writeBytes(texts.of(reused, 3, bytes.length));
          parquets.writeBytes(Binary.fromConstantByteArray(bytes));
        }
        assertSamePage(mine, parquets);
      }
      assertSameDictionary(mine.toDictPageAndClose(), parquets.toDictPageAndClose());
      if (mine.getEncoding() == Encoding.PLAIN) {
        // A writer that gave its dictionary up is not used again: each row group has its own.
        return;
      }
      mine.resetDictionary();
      parquets.resetDictionary();
    }
  }

  @Provide
  Arbitrary<List<List<String>>> pages() {
    Arbitrary<String> few = Arbitraries.of("", "a", "b", "ab", "ab\0", "AirportAA", "AirportAB");
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(40);
    Arbitrary<String> alike =
        Arbitraries.strings().withChars('x', 'y', '\0').ofMinLength(6).ofMaxLength(26);
    return Arbitraries.frequencyOf(Tuple.of(60, few), Tuple.of(1, any), Tuple.of(3, alike))
        .list()
        .ofMinSize(1)
        .ofMaxSize(120)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Example
  void a_text_that_another_writer_added_has_its_place() throws IOException {
    var texts = new ParquetTexts(DICTIONARY_BYTES, Encoding.RLE_DICTIONARY, Encoding.PLAIN);
    texts.writeBytes(Binary.fromString("first"));
    byte[] bytes = "second first".getBytes(StandardCharsets.UTF_8);
    IntStream.range(0, 20)
        .forEach(
            i -> {
              texts.writeBytes(texts.of(bytes, 7, 5));
              texts.writeBytes(texts.of(bytes, 0, 6));
              texts.writeBytes(Binary.fromString("second"));
            });
    assertThat(texts.getDictionarySize()).isEqualTo(2);
  }

  @Example
  void a_text_that_is_found_is_not_made_again() {
    var texts = new ParquetTexts(DICTIONARY_BYTES, Encoding.RLE_DICTIONARY, Encoding.PLAIN);
    byte[] bytes = "Žilina Žilina".getBytes(StandardCharsets.UTF_8);
    assertThat(texts.of(bytes, 8, 7)).isSameAs(texts.of(bytes, 0, 7));
  }

  /** Parquet does not show its columns: another version may have them elsewhere. */
  @Example
  void it_takes_the_place_of_the_dictionary_of_this_parquet() {
    var schema =
        MessageTypeParser.parseMessageType(
            "message m { optional binary t (UTF8); optional int32 i; }");
    ParquetProperties properties =
        ParquetProperties.builder()
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .build();
    var store = new ColumnWriteStoreV1(schema, column -> null, properties);
    var consumer = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(store);
    ParquetColumns columns = ParquetColumns.of(consumer).orElseThrow();
    assertThat(columns.store()).isSameAs(store);
    assertThat(columns.writers())
        .containsExactly(
            schema.getColumns().stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new));
    assertThat(columns.texts(0, DICTIONARY_BYTES)).isPresent();
    assertThat(columns.texts(1, DICTIONARY_BYTES)).isEmpty();
  }

  private static byte[] bytes(BytesInput input) throws IOException {
    var bytes = new ByteArrayOutputStream();
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }

  private static PlainValuesWriter plain() {
    return new PlainValuesWriter(64, 4096, new HeapByteBufferAllocator());
  }

  private static void assertSamePage(ValuesWriter mine, ValuesWriter parquets) throws IOException {
    assertThat(mine.getBufferedSize()).isEqualTo(parquets.getBufferedSize());
    assertThat(bytes(mine.getBytes())).isEqualTo(bytes(parquets.getBytes()));
    assertThat(mine.getEncoding()).isEqualTo(parquets.getEncoding());
    mine.reset();
    parquets.reset();
  }

  private static void assertSameDictionary(DictionaryPage mine, DictionaryPage parquets)
      throws IOException {
    assertThat(mine == null).isEqualTo(parquets == null);
    if (mine != null) {
      assertThat(mine.getDictionarySize()).isEqualTo(parquets.getDictionarySize());
      assertThat(mine.getEncoding()).isEqualTo(parquets.getEncoding());
      assertThat(bytes(mine.getBytes())).isEqualTo(bytes(parquets.getBytes()));
    }
  }
}
