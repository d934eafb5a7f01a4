/**
 * Typed broadcast namespaces: the name=value pairs that parallel code may use are the components of
 * a record.
 *
 * <pre>
 *   record Lookups(Map&lt;String, Airport&gt; airports, int factor, PerExecutor&lt;Parser&gt; parser) {}
 *
 *   driver                                            each executor process
 *   Scope&lt;Lookups&gt; ── small components together ──►  the record, made once ─► (lookups, flight) -&gt; …
 *         │        ── each large one by itself ──►          ▲      handed over as first argument
 *         └────────── recipes of PerExecutor ────►  built when first asked for, closed with the scope
 * </pre>
 *
 * <table>
 *   <caption>Scope, join or plain function</caption>
 *   <tr><th>what the function needs</th><th>use</th></tr>
 *   <tr><td>a few constants: numbers, text, enums, dates and times, and small
 *       records and unmodifiable collections of these</td>
 *       <td>capture them: a local variable in the function; a record implements
 *       {@link java.io.Serializable}, since functions go by Java serialization</td></tr>
 *   <tr><td>a table that fits each executor, several values, or one table under several keys</td>
 *       <td>a {@link dev.p3.scope.Scope}</td></tr>
 *   <tr><td>a client, parser or model that cannot be serialized, or is dear to build</td>
 *       <td>a {@link dev.p3.scope.PerExecutor} in a scope</td></tr>
 *   <tr><td>columns of one small table by one key, in SQL</td><td>Spark's broadcast join</td></tr>
 *   <tr><td>a table that does not fit an executor</td><td>a join</td></tr>
 * </table>
 *
 * <p>Captures: a function takes along whatever its body mentions of the code around it, and Spark
 * copies that into every task. A captured {@code this} goes along whole, for one of its fields; a
 * captured map goes along with each stage; a captured list, counter or static field is another one
 * in every process. So a scope refuses, before anything is submitted, a function that captures more
 * than small immutable values ({@link dev.p3.scope.CaptureException}), and says by name what it
 * captures, why that must not travel, and which component to add. {@link dev.p3.scope.Captures}
 * says the same of any function, {@code ./p3 check} of a whole job.
 *
 * <p>Lifetime: a scope is closed after the last action. What is asked for later is refused by name,
 * with the file and line that made it; what runs at that moment ends with the right result, and
 * then the memory is given back. {@link dev.p3.scope.Scope#ledger} lists what is open; the end of
 * the session warns of what still is.
 *
 * <p>Settings, read when a scope opens: {@code spark.p3.scope.inline-bytes} (64k; components up to
 * this size travel together), {@code spark.p3.scope.max-bytes} (8g; a scope that takes more is
 * refused), {@code spark.p3.scope.check-mutation} (false; for tests: fails tasks whose functions
 * change a value of the scope or their input, with a {@link dev.p3.scope.MutatedValueException}
 * among the causes); for captures {@code spark.p3.scope.captures} (strict; or warn, off), {@code
 * spark.p3.scope.capture-limit} (16k; one value) and {@code spark.p3.scope.task-bytes} (1m; a whole
 * function).
 *
 * <p>Cost: opening serializes each component once and broadcasts it; on executors the values are
 * held once per process, beside the memory that Spark's broadcasts take. Two components that share
 * an object arrive with one copy each. In local mode the tasks of a large component see the
 * driver's own object. While any Spark job runs, closing only postpones: the memory is given back
 * when the jobs of that moment have ended.
 */
package dev.p3.scope;
