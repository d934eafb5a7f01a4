// Databricks notebook source
// MAGIC %md
// MAGIC # Serialize: bytes and time of a record
// MAGIC **Lean on a good serializer**: what crosses the network or is cached is bytes, and how many is a choice. p3 measures your
// MAGIC own rows under each serializer.
// MAGIC
// MAGIC <details><summary>Set up</summary>
// MAGIC
// MAGIC - **Databricks**: a dedicated cluster with p3's jar as a library; then run all cells.
// MAGIC - **EMR Studio, EMR Notebooks, Jupyter with Sparkmagic**: open the `.ipynb`; its first cell names the jar.
// MAGIC </details>

// COMMAND ----------
// DBTITLE 1,On Databricks: show charts below cells
dev.p3.P3.displayWith((html: String) => displayHTML(html))

// COMMAND ----------
import dev.p3.P3
import dev.p3.chart.Chart
import dev.p3.job.Jobs
val flights = P3.sample(spark, "us-flights/flights.parquet")

// COMMAND ----------
// MAGIC %md
// MAGIC ## Your rows, each serializer
// MAGIC The numbers of bytes are the same on the command line:
// MAGIC ```
// MAGIC ./p3 run serialize --in sample:us-flights/flights.parquet --rows 2000 --seconds 0 --out serializers=parquet:serializers
// MAGIC ```

// COMMAND ----------
val run = Jobs.of(spark).job("serialize").input("table", flights).option("rows", 2000).option("seconds", 0).run()
val measured = run.output("serializers").cache()
val result = measured.select("serializer", "bytes_per_record")
measured.show(false)

// COMMAND ----------
P3.display(measured, Chart.bars("serializer", "bytes_per_record", "bytes per record"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## A notebook's own session
// MAGIC Most notebooks run on Java serialization, which is Spark's default. The cluster's configuration changes it:
// MAGIC ```
// MAGIC spark.serializer org.apache.spark.serializer.KryoSerializer
// MAGIC spark.kryo.registrator dev.p3.record.P3Registrator
// MAGIC ```

// COMMAND ----------
println(spark.conf.get("spark.serializer", "Java serialization"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC How many bytes does a shuffle of the whole table weigh under each?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `run.output("shuffle").show(false)`
// MAGIC </details>
