// Databricks notebook source
// MAGIC %md
// MAGIC # Transport: clusters of points
// MAGIC **Know your transports**: one kernel of k-means runs on threads, on processes, or in a barrier stage of Spark. The sums are
// MAGIC exact, so all give the same bits, and what differs is the time of a round.
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

// COMMAND ----------
// MAGIC %md
// MAGIC ## Five regions of airports
// MAGIC The same on the command line:
// MAGIC ```
// MAGIC ./p3 run k-means --in sample:us-flights/airports.csv --columns latitude,longitude --k 5 --starts 2 --out centers=parquet:centers
// MAGIC ```

// COMMAND ----------
def clusters(transport: String) = Jobs.of(spark).job("k-means").input("points", airports)
  .option("columns", "latitude,longitude").option("k", 5).option("starts", 2).option("transport", transport).run()
val run = clusters("spark")
val result = run.output("centers")
P3.display(result, Chart.map("latitude", "longitude"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## The same bits on another transport

// COMMAND ----------
val onThreads = clusters("threads").output("centers")
println("different rows: " + onThreads.exceptAll(result).count())

// COMMAND ----------
def seconds(work: => Unit): Double = { val begun = System.nanoTime; work; (System.nanoTime - begun) / 1e9 }
val times = for (transport <- Seq("threads", "spark")) yield (transport, seconds { clusters(transport).output("centers").count() })
P3.display(times.toDF("transport", "seconds"), Chart.bars("transport", "seconds", "seconds"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC How many rounds did the better start take?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `run.output("rounds").groupBy("start").count().show()`
// MAGIC </details>
