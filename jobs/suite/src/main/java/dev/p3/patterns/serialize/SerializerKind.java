package dev.p3.patterns.serialize;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The serializers that are compared. */
enum SerializerKind {
  JAVA(JavaStream::new) {
    @Override
    RecordType typeFor(RecordType type) {
      return type.serializable();
    }

    @Override
    List<String> settings(String record) {
      return List.of("spark.serializer=org.apache.spark.serializer.JavaSerializer");
    }
  },
  KRYO(KryoStream::unregistered) {
    @Override
    List<String> settings(String record) {
      return List.of(KRYO_SERIALIZER, REGISTRATOR);
    }
  },
  KRYO_RECORD(KryoStream::registered) {
    @Override
    List<String> settings(String record) {
      return List.of(
          KRYO_SERIALIZER,
          REGISTRATOR,
          "spark.kryo.registrationRequired=true",
          String.format(
              Locale.ROOT, "and a dev.p3.record.RecordModule that lists %s.class", record));
    }
  },
  ENCODER(RowStream::new) {
    @Override
    List<String> settings(String record) {
      return List.of(
          String.format(
              Locale.ROOT,
              "no setting; keep the rows in a Dataset, with Records.encoder(%s.class)",
              record));
    }
  },
  PARQUET(ParquetStream::new) {
    @Override
    boolean serializesShuffles() {
      return false;
    }

    @Override
    List<String> settings(String record) {
      return List.of("spark.sql.parquet.compression.codec=lz4_raw");
    }
  };

  private static final String KRYO_SERIALIZER =
      "spark.serializer=org.apache.spark.serializer.KryoSerializer";
  private static final String REGISTRATOR = "spark.kryo.registrator=dev.p3.record.P3Registrator";

  private final Function<RecordType, RecordStream> stream;

  SerializerKind(Function<RecordType, RecordStream> stream) {
    this.stream = stream;
  }

  /** The name in kebab case, as in {@code kryo-record}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A stream of records of {@link #typeFor}; not thread-safe. */
  RecordStream open(RecordType type) {
    return stream.apply(type);
  }

  /** The type whose records this serializer is given where rows are to be of a type. */
  RecordType typeFor(RecordType type) {
    return type;
  }

  /** Whether Spark can be told to shuffle with it; a file format it cannot. */
  boolean serializesShuffles() {
    return true;
  }

  /**
   * What to set to use it.
   *
   * @param record the simple name of the record class
   */
  abstract List<String> settings(String record);
}
