/**
 * Makes and runs the notebooks of the folder {@code notebooks}.
 *
 * <pre>
 *   NN-name.scala ─► SourceNotebook ─► Ipynb             NN-name.ipynb, committed
 *    (Databricks)          │
 *                          └─► NotebookRun ─► Language   each cell, in order, in a Spark session
 *                                   ├─► Comparison       the same rows as ./p3 run gives
 *                                   └─► Ipynb            the executed copy, in target/
 * </pre>
 *
 * <p>Not published. The session is one that p3 did not configure, as a notebook's is.
 */
package dev.p3.notebook;
