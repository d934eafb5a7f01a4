package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What Spark 3.5 to 4.2 does with records by itself, beside what p3 does. When one of the first
 * assertions of a test fails, Spark has learned it.
 */
class StockSparkRecordsTest {
  private static final SparkSession SPARK = LocalSpark.spark();
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);
  private static final List<Leg> LEGS = List.of(new Leg("a", "b", 1), new Leg("b", "c", 2));

  private static SerializerInstance kryo(String key, String value) {
    return new KryoSerializer(new SparkConf(false).set(key, value)).newInstance();
  }

  @Test
  void theBeanEncoderLosesEveryColumnWithoutAWord() {
    Dataset<Leg> stock = SPARK.createDataset(LEGS, Encoders.bean(Leg.class));
    assertThat(stock.schema().fields()).isEmpty();
    assertThat(stock.toDF().collectAsList())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.size()).isZero());

    Dataset<Leg> ours = SPARK.createDataset(LEGS, Records.encoder(Leg.class));
    assertThat(ours.schema().fieldNames()).containsExactly("from", "to", "minutes");
    assertThat(ours.filter("minutes > 1").collectAsList()).containsExactly(LEGS.get(1));
  }

  @Test
  void kryoCannotMakeASerializerForARecord() {
    Leg leg = LEGS.get(0);
    assertThatThrownBy(() -> kryo("spark.kryo.registrationRequired", "false").serialize(leg, ANY))
        .hasStackTraceContaining("can't get field offset on a record class");

    SerializerInstance ours = kryo("spark.kryo.registrator", P3Registrator.class.getName());
    assertThat(ours.<Object>deserialize(ours.serialize(leg, ANY), ANY)).isEqualTo(leg);
  }

  @Test
  void theKryoEncoderHidesTheColumnsInOneOfBytes() {
    Encoder<Leg> stock = Encoders.kryo(Leg.class);
    assertThat(stock.schema().fieldNames()).containsExactly("value");
    assertThat(Records.encoder(Leg.class).schema().fieldNames()).hasSize(3);
  }
}
