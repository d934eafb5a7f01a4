/**
 * Borrows the session that a notebook or a test already has, or opens and owns one.
 *
 * <pre>
 *   defaults of p3  &lt;  conf/&lt;target&gt;.conf  &lt;  spark-submit --conf  &lt;  p3 run --conf
 * </pre>
 */
package dev.p3.session;
