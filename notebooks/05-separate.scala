// Databricks notebook source
// MAGIC %md
// MAGIC # Separate: clean rows
// MAGIC **Separate what is communicated from how**: one pure function of a row decides what is good, whether rows come from files,
// MAGIC tables or topics. No row is lost: those that do not fit are in `bad`, with the reason.
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
val schema = "iata string not null, state string check(state <> 'NA'), latitude double not null check(latitude between 24 and 72)"

// COMMAND ----------
// MAGIC %md
// MAGIC ## Good and bad rows
// MAGIC The same on the command line:
// MAGIC ```
// MAGIC ./p3 run ingest --in sample:us-flights/airports.csv --schema "iata string not null, state string check(state <> 'NA'), latitude double not null check(latitude between 24 and 72)" --out good=parquet:good
// MAGIC ```

// COMMAND ----------
val run = Jobs.of(spark).job("ingest").input("raw", airports).option("schema", schema).run()
val result = run.output("good")
println(result.count() + " good rows")
P3.display(run.output("bad").groupBy("reason").count(), Chart.bars("reason", "count", "bad rows"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Rows of your own
// MAGIC Text that only looks like a number is caught, and the row is kept as it came.

// COMMAND ----------
val raw = Seq(("ORD", "IL", "41.98"), ("XXX", "NA", "10"), ("YYY", "TX", "3l.5")).toDF("iata", "state", "latitude")
val mine = Jobs.of(spark).job("ingest").input("raw", raw).option("schema", schema).run()
mine.output("good").show()
mine.output("bad").select("column", "value", "fault", "reason").show(false)

// COMMAND ----------
// MAGIC %md
// MAGIC ## In SQL
// MAGIC `check_text` gives the same code for one value.

// COMMAND ----------
dev.p3.udfs.P3Functions.register(spark)
raw.selectExpr("latitude", "check_text(latitude, 'double', 'not null check (value between 24 and 72)') AS fault").show()

// COMMAND ----------
// MAGIC %md
// MAGIC ## What the pattern saves
// MAGIC The twin `tangled` reads, checks and logs in one loop over rows, which Spark cannot compile.

// COMMAND ----------
def seconds(work: => Unit): Double = { val begun = System.nanoTime; work; (System.nanoTime - begun) / 1e9 }
def figures(variant: String) = (variant, seconds {
  val other = Jobs.of(spark).job("ingest").input("raw", airports).option("schema", schema).variant(variant).run()
  other.output("good").write.format("noop").mode("overwrite").save()
})
val times = Seq("separate", "tangled", "separate", "tangled").map(figures).drop(2)
P3.display(times.toDF("variant", "seconds"), Chart.bars("variant", "seconds", "seconds"))

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC Report every fault of a row, and not its first one.
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `.option("faults", "all")`
// MAGIC </details>
