// Databricks notebook source
// MAGIC %md
// MAGIC # Scope: names that travel
// MAGIC **Give functions names, not surroundings**: what parallel code needs is sent once, as a value with a type, and handed to
// MAGIC each function. What a function would take along beside that is refused, by name.
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
import dev.p3.scope.{Captures, Scope, Shared}
import org.apache.spark.sql.Encoders
val flights = P3.sample(spark, "us-flights/flights.parquet")
val airports = P3.sample(spark, "us-flights/airports.csv")
val states = new java.util.HashMap[String, String]()
airports.select("iata", "state").collect().foreach(row => states.put(row.getString(0), row.getString(1)))

// COMMAND ----------
// MAGIC %md
// MAGIC ## What a function takes along
// MAGIC A function that mentions `states` carries the whole map into every task.

// COMMAND ----------
val captured = (origin: String) => states.get(origin)
P3.display(Captures.inspect(captured))

// COMMAND ----------
// MAGIC %md
// MAGIC ## A scope
// MAGIC `Shared` is the record of a notebook, which cannot declare one in Scala. `on` lets Scala infer the types. A small
// MAGIC immutable variable such as `unknown` may go along.

// COMMAND ----------
val unknown = "?"
val scope = Scope.open(spark, Shared.of(states))
val origins = scope.on(flights.select("origin").as[String])
val named = origins.map((shared, origin) => shared.value.getOrDefault(origin, unknown), Encoders.STRING)
val counts = named.groupBy("value").count().orderBy(desc("count")).limit(5)
P3.display(counts, Chart.bars("value", "count", "flights"))

// COMMAND ----------
// The map itself is refused, before anything is submitted.
try origins.map((shared, origin) => states.get(origin), Encoders.STRING)
catch { case refusal: dev.p3.scope.CaptureException => println(refusal.getMessage) }
scope.close()

// COMMAND ----------
// MAGIC %md
// MAGIC ## The job
// MAGIC `enrich` joins by such a scope. The same on the command line:
// MAGIC ```
// MAGIC ./p3 run enrich --in facts=sample:us-flights/flights.parquet --in lookup=sample:us-flights/airports.csv --on origin=iata --out enriched=parquet:enriched
// MAGIC ```

// COMMAND ----------
val run = Jobs.of(spark).job("enrich").input("facts", flights).input("lookup", airports).option("on", "origin=iata").run()
val result = run.output("enriched")
P3.display(result)

// COMMAND ----------
// MAGIC %md
// MAGIC ## Exercise
// MAGIC Use `named` after the scope was closed. What does it say?
// MAGIC <details><summary>Answer</summary>
// MAGIC
// MAGIC `named.count()` fails with the scope's name and the cell that made the Dataset.
// MAGIC </details>
