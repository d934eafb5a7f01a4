// Databricks notebook source
// MAGIC %md
// MAGIC # Leverage: summarize a table
// MAGIC **Use what others keep well** instead of formulas written by hand: sums of squares lose digits, sorting for quantiles
// MAGIC takes memory. The job computes all figures in one pass, by sketches and sound numerics.
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
flights.show(5)

// COMMAND ----------
// MAGIC %md
// MAGIC ## Every column at once
// MAGIC The same on the command line:
// MAGIC ```
// MAGIC ./p3 run summarize --in sample:us-flights/flights.parquet --regress 'delay ~ distance' --out coefficients=parquet:coefficients
// MAGIC ```

// COMMAND ----------
val run = Jobs.of(spark).job("summarize").input("table", flights).option("regress", "delay ~ distance").run()
val result = run.output("coefficients")
P3.display(run.output("columns"))
P3.display(run.output("correlation"), Chart.heatMap("left", "right", "pearson"))
result.show(false)

// COMMAND ----------
// MAGIC %md
// MAGIC ## What a formula by hand does to digits
// MAGIC Readings that differ by 0.1 at 1,000,000,000: their variance is 0.0083. The textbook's formula, the mean of squares less
// MAGIC the square of the mean, has lost it.

// COMMAND ----------
val readings = spark.range(1000).selectExpr("1e9 + id % 4 * 0.1 as reading")
val byHand = readings.selectExpr("avg(reading * reading) - avg(reading) * avg(reading) as by_hand")
val sound = Jobs.of(spark).job("summarize").input("table", readings).run().output("columns")
println("by hand " + byHand.first().getDouble(0))
sound.select("column", "mean", "stddev").show(false)

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC Does the delay depend on the distance squared, too?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `.option("regress", "delay ~ distance + distance^2")`, and look at `p` in the output `coefficients`.
// MAGIC </details>
