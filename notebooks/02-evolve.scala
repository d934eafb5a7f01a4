// Databricks notebook source
// MAGIC %md
// MAGIC # Evolve: the nearest places
// MAGIC **Let a model evolve**: from a loop to an expression, to a generator, to arrays, to compiled code. All give the same rows;
// MAGIC what differs is how much work each asks of the machine.
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
val airports = P3.sample(spark, "us-flights/airports.csv")
airports.show(5)

// COMMAND ----------
// MAGIC %md
// MAGIC ## Each airport's two nearest
// MAGIC The first one is the airport itself. The same on the command line:
// MAGIC ```
// MAGIC ./p3 run nearest --in points=sample:us-flights/airports.csv --in places=sample:us-flights/airports.csv --lat latitude --lon longitude --k 2 --out nearest=parquet:nearest
// MAGIC ```

// COMMAND ----------
val call = Jobs.of(spark).job("nearest").input("points", airports).input("places", airports)
val run = call.option("lat", "latitude").option("lon", "longitude").option("k", 2).run()
val result = run.output("nearest")
P3.display(run)

// COMMAND ----------
// MAGIC %md
// MAGIC ## The ladder
// MAGIC The same 300 points by three of the variants; the switch `ladder` measures all six, function by function.

// COMMAND ----------
def seconds(work: => Unit): Double = { val begun = System.nanoTime; work; (System.nanoTime - begun) / 1e9 }
val few = airports.limit(300).cache()
val times = for (variant <- Seq("loop", "arrays", "tree")) yield {
  val rung = Jobs.of(spark).job("nearest").input("points", few).input("places", airports).variant(variant)
  (variant, seconds { rung.option("lat", "latitude").option("lon", "longitude").run().output("nearest").count() })
}
P3.display(times.toDF("variant", "seconds"), Chart.bars("variant", "seconds", "seconds"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC How far is the airport that is farthest from any other one?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `result.where("rank = 2").orderBy(desc("distance_km")).show(1, false)`
// MAGIC </details>
