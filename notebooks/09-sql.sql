-- Databricks notebook source
-- MAGIC %md
-- MAGIC # SQL: p3's functions in queries
-- MAGIC The patterns' kernels are functions of SQL: heaps instead of windows, sketches instead of sorts.
-- MAGIC
-- MAGIC <details><summary>Set up</summary>
-- MAGIC
-- MAGIC - **Databricks**: a dedicated cluster with p3's jar in `/databricks/jars` by an init script, and the setting
-- MAGIC   `spark.sql.extensions dev.p3.udfs.P3Functions`. Serverless SQL warehouses take no jar.
-- MAGIC - **EMR Studio**: open the `.ipynb`; its first cell names the jar.
-- MAGIC </details>

-- COMMAND ----------
CREATE OR REPLACE TEMPORARY VIEW delays AS
SELECT element_at(array('ORD', 'JFK', 'LAX'), CAST(id % 3 + 1 AS INT)) AS origin, CAST(id * 7919 % 181 AS INT) AS delay, CAST(id % 9 * 100 AS DOUBLE) AS distance FROM range(10000)

-- COMMAND ----------
-- MAGIC %md
-- MAGIC ## The longest delays of each origin, without a window

-- COMMAND ----------
SELECT origin, top_k(delay, 3) AS longest, approx_quantiles(delay, array(0.5, 0.9)) AS quantiles FROM delays GROUP BY origin ORDER BY origin

-- COMMAND ----------
-- MAGIC %md
-- MAGIC ## Great circles, words, and what a text is not

-- COMMAND ----------
SELECT round(haversine_km(41.98, -87.90, 40.64, -73.78), 1) AS ord_to_jfk, word_count('a rose is a rose') AS words, check_text('3l.5', 'double') AS fault

-- COMMAND ----------
-- MAGIC %md
-- MAGIC ## A regression, and a digest of the whole table

-- COMMAND ----------
SELECT linreg(delay, distance).r2 AS r2, pearson(delay, distance) AS pearson, record_digest(*) AS digest FROM delays

-- COMMAND ----------
-- MAGIC %md
-- MAGIC ## Exercise
-- MAGIC Which functions are there?
-- MAGIC <details><summary>Answer</summary>
-- MAGIC
-- MAGIC `DESCRIBE FUNCTION EXTENDED top_k` shows one; `SELECT * FROM p3_jobs()` the jobs.
-- MAGIC </details>

-- COMMAND ----------
SELECT job, pattern FROM p3_jobs()
