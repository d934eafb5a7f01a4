/**
 * The command line: what is typed becomes a request, and what went wrong becomes a line and an exit
 * code. Nothing imports this package.
 *
 * <pre>
 *   Main ──► CommandLineApp ──► RunCommand ──► dev.p3.run       one job on some data
 *                    ├────────► dev.p3.tour                     every job on its sample, beside its twins
 *                    ├────────► CheckCommand ──► dev.p3.check   what functions capture
 *                    ├────────► ClusterCommand ─► dev.p3.cluster
 *                    ├────────► dev.p3.scale                    describe JOB --scale
 *                    └────────► Catalogue                       list and describe
 * </pre>
 */
package dev.p3.cli;
