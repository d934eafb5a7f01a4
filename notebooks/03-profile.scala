// Databricks notebook source
// MAGIC %md
// MAGIC # Profile: where the time went
// MAGIC **Measure before you change**: p3 samples the stacks of all executors, by stage and by your function, and judges what it
// MAGIC sees. The code that is measured does not change.
// MAGIC
// MAGIC <details><summary>Set up</summary>
// MAGIC
// MAGIC - **Databricks**: a dedicated cluster with p3's jar as a library, and the setting `spark.plugins dev.p3.profile.ProfilePlugin`; then run all cells.
// MAGIC - **EMR Studio, EMR Notebooks, Jupyter with Sparkmagic**: open the `.ipynb`; its first cell names the jar.
// MAGIC </details>

// COMMAND ----------
// DBTITLE 1,On Databricks: show charts below cells
dev.p3.P3.displayWith((html: String) => displayHTML(html))

// COMMAND ----------
import dev.p3.P3
import dev.p3.chart.Chart
import dev.p3.job.Jobs
import dev.p3.profile.Profile
import dev.p3.profile.model.Metric
val flights = P3.sample(spark, "us-flights/flights.parquet")

// COMMAND ----------
// MAGIC %md
// MAGIC ## Profile some cells
// MAGIC `start` before them, `stop` after them. Without the plugin `dev.p3.profile.ProfilePlugin` all but stacks is there.

// COMMAND ----------
val profile = Profile.start(spark)
val run = Jobs.of(spark).job("top").input("table", flights)
  .option("by", "delay").option("group", "origin").option("k", 3).run()
val result = run.output("top")
println(result.count() + " rows")
val profiled = profile.stop()
profiled.summary().forEach(line => println(line))

// COMMAND ----------
// MAGIC %md
// MAGIC The rows are those of
// MAGIC ```
// MAGIC ./p3 run top --in sample:us-flights/flights.parquet --by delay --group origin --k 3 --out top=parquet:top
// MAGIC ```
// MAGIC to which `--profile` may be added: it writes a page with flame graphs.

// COMMAND ----------
// MAGIC %md
// MAGIC ## What the pattern saves
// MAGIC The twin `grouped` sends every row through the shuffle; the pattern at most three of each group and task.

// COMMAND ----------
def shuffled(variant: String) = {
  val profile = Profile.start(spark)
  Jobs.of(spark).job("top").input("table", flights).variant(variant)
    .option("by", "delay").option("group", "origin").option("k", 3).run().output("top").count()
  (variant, profile.stop().profile().stages().stream().mapToLong(stage => stage.sum(Metric.SHUFFLE_WRITE_BYTES)).sum())
}
P3.display(Seq("heaps", "grouped").map(shuffled).toDF("variant", "shuffled"), Chart.bars("variant", "shuffled", "bytes"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC How many tasks had each stage of `profiled`?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `profiled.profile().stages().forEach(stage => println("stage " + stage.id + ": " + stage.tasks + " tasks"))`
// MAGIC </details>
