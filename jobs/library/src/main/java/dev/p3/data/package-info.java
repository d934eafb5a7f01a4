/**
 * Sources and sinks, named by URI.
 *
 * <pre>
 *   [csv|json|parquet|orc|text[,OPTION=VALUE…]:]PATH      PATH: any Hadoop file system, globs, directories
 *
 *   DataLocation ──► StoredInput ──► Sources              what is there, checked before it is read
 *              └───► StagedOutput                        appears whole under its name, or not at all
 * </pre>
 */
package dev.p3.data;
