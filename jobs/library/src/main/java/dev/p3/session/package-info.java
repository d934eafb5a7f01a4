/**
 * Borrows the session that a notebook or a test already has, or opens and owns one.
 *
 * <pre>
 *   defaults of p3  &lt;  conf/&lt;target&gt;.conf  &lt;  spark-submit --conf  &lt;  p3 run --conf
 * </pre>
 *
 * <p>In one JVM it also puts a faster local file system in place of Hadoop's, unless these say
 * otherwise.
 */
package dev.p3.session;
