# Databricks notebook source
# MAGIC %md
# MAGIC # Python: p3's functions and jobs
# MAGIC SQL functions run in the JVM, so that no row goes through Python. Jobs are called through the gateway.
# MAGIC
# MAGIC <details><summary>Set up</summary>
# MAGIC
# MAGIC - **Databricks**: a dedicated cluster with p3's jar in `/databricks/jars` by an init script, and the setting
# MAGIC   `spark.sql.extensions dev.p3.udfs.P3Functions`.
# MAGIC - **EMR Studio**: open the `.ipynb`; its first cell names the jar.
# MAGIC </details>

# COMMAND ----------
spark.sql("""
CREATE OR REPLACE TEMPORARY VIEW delays AS
SELECT element_at(array('ORD', 'JFK', 'LAX'), CAST(id % 3 + 1 AS INT)) AS origin, CAST(id * 7919 % 181 AS INT) AS delay FROM range(10000)
""")

# COMMAND ----------
# MAGIC %md
# MAGIC ## The longest delays of each origin, without a window

# COMMAND ----------
spark.sql("""
SELECT origin, top_k(delay, 3) AS longest FROM delays GROUP BY origin ORDER BY origin
""").show()

# COMMAND ----------
# MAGIC %md
# MAGIC ## Words

# COMMAND ----------
spark.sql("""
SELECT word_count('a rose is a rose') AS words
""").show(truncate=False)

# COMMAND ----------
# MAGIC %md
# MAGIC ## A job by its name
# MAGIC `_jdf` is the JVM's Dataset behind a DataFrame; a view hands the output, a Dataset of the JVM, back to Python. This needs a dedicated cluster: Spark Connect has no gateway.

# COMMAND ----------
jobs = spark._jvm.dev.p3.job.Jobs.of(spark._jsparkSession)
run = jobs.job("top").input("table", spark.table("delays")._jdf).option("by", "delay").option("group", "origin").option("k", 3).run()
run.output("top").createOrReplaceTempView("longest")
spark.sql("""
SELECT * FROM longest ORDER BY origin, rank
""").show()
run.close()

# COMMAND ----------
# MAGIC %md
# MAGIC ## Exercise
# MAGIC Which origin has the greatest median delay?
# MAGIC <details><summary>Answer</summary>
# MAGIC
# MAGIC `SELECT origin, approx_quantiles(delay, array(0.5))[0] AS median FROM delays GROUP BY origin ORDER BY median DESC LIMIT 1`
# MAGIC </details>
