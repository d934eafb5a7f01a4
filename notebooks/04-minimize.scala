// Databricks notebook source
// MAGIC %md
// MAGIC # Minimize: the first rows of each group
// MAGIC **Keep the least that still answers the question**: three rows for each group fit a small heap, so each partition keeps
// MAGIC no more, and no more crosses the network.
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
// MAGIC ## The three longest delays of each origin
// MAGIC The same on the command line:
// MAGIC ```
// MAGIC ./p3 run top --in sample:us-flights/flights.parquet --by delay --group origin --k 3 --out top=parquet:top
// MAGIC ```

// COMMAND ----------
def top(variant: String) = Jobs.of(spark).job("top").input("table", flights).variant(variant)
  .option("by", "delay").option("group", "origin").option("k", 3).run()
val run = top("heaps")
val result = run.output("top")
P3.display(run)

// COMMAND ----------
// MAGIC %md
// MAGIC ## Against the twin
// MAGIC `grouped` ranks all rows of a group after the shuffle.

// COMMAND ----------
def seconds(work: => Unit): Double = { val begun = System.nanoTime; work; (System.nanoTime - begun) / 1e9 }
def figures(variant: String) = (variant, seconds { top(variant).output("top").count() })
val times = Seq("heaps", "grouped", "heaps", "grouped").map(figures).drop(2)
P3.display(times.toDF("variant", "seconds"), Chart.bars("variant", "seconds", "seconds"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## In SQL
// MAGIC `top_k` is an aggregate with the same heap.

// COMMAND ----------
dev.p3.udfs.P3Functions.register(spark)
flights.createOrReplaceTempView("flights")
spark.sql("SELECT origin, top_k(delay, 3) AS delays FROM flights GROUP BY origin ORDER BY origin LIMIT 5").show(false)

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC Which destination has the smallest greatest delay?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `flights.groupBy("destination").agg(max("delay").as("most")).orderBy("most").show(1)`; with the job: `.option("group", "destination").option("k", 1)`, then the least of its rows.
// MAGIC </details>
