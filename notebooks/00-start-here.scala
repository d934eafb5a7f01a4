// Databricks notebook source
// MAGIC %md
// MAGIC # Start here: count words
// MAGIC **Map-reduce**: map each part of the data by itself, and reduce what comes out by a function that may be applied in any
// MAGIC order. So Spark counts within each partition first, and little crosses the network.
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
// MAGIC %md
// MAGIC ## A sample
// MAGIC *Moby Dick* is in p3's jar: one row for each line.

// COMMAND ----------
import dev.p3.P3
import dev.p3.chart.Chart
import dev.p3.job.Jobs
val lines = P3.sample(spark, "moby-dick/moby-dick.txt")
lines.show(5, 80)

// COMMAND ----------
// MAGIC %md
// MAGIC ## A job is three lines
// MAGIC Inputs and options have the names of the command line, which gives the same rows:
// MAGIC ```
// MAGIC ./p3 run word-count --in sample:moby-dick/moby-dick.txt --top 10 --out counts=parquet:counts
// MAGIC ```

// COMMAND ----------
val run = Jobs.of(spark).job("word-count").input("text", lines).option("top", 10).run()
val result = run.output("counts")
P3.display(run)

// COMMAND ----------
// MAGIC %md
// MAGIC ## What the pattern saves
// MAGIC The twin `grouped` sends every word through the shuffle before it is counted.

// COMMAND ----------
def seconds(work: => Unit): Double = { val begun = System.nanoTime; work; (System.nanoTime - begun) / 1e9 }
val times = for (variant <- Seq("combined", "grouped")) yield {
  val other = Jobs.of(spark).job("word-count").input("text", lines).option("top", 10).variant(variant).run()
  (variant, seconds { other.output("counts").count() })
}
P3.display(times.toDF("variant", "seconds"), Chart.bars("variant", "seconds", "seconds"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC Which words occur more than 500 times and have more than four letters?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `Jobs.of(spark).job("word-count").input("text", lines).option("min-count", 501).run().output("counts").where("length(token) > 4").show()`
// MAGIC </details>
// MAGIC
// MAGIC `Jobs.list(spark).show(false)` names all jobs, `Jobs.describe(spark, "top").show(false)` what one takes.
