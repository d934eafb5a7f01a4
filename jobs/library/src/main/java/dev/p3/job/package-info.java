/**
 * The contract of a pattern job: a pure function from named inputs and one options record to named
 * outputs and one result record.
 *
 * <pre>
 *   inputs (Datasets) ──┐                           ┌──► outputs (Datasets)
 *   options (record)  ──┼──►  PatternJob.run(...)  ──┤
 *   scopes            ──┘                           └──► result (record), once the outputs ran
 * </pre>
 *
 * <p>A job opens no session, reads and writes no storage, prints nothing and holds no state; its
 * caller does. A job's page is its {@link dev.p3.job.JobDescription}, which binds the name of each
 * variant to a function. Flags, help and error messages derive from the options record ({@link
 * dev.p3.job.OptionsRecord}).
 */
package dev.p3.job;
