/**
 * Rule 3: optimise speed and memory with profilers, and keep diagnostics apart from data and
 * functions. {@code --profile} on any job; nothing in the job changes.
 *
 * <pre>
 *   dev.p3.profile  samples, events, rules ─► Profiled ─► profile.json, folded stacks
 *                                                 │
 *                              ProfilePage ◄──────┘  ─► profile.html: timeline, flame graphs,
 *                              AsyncSource               findings, what other sizes would take
 * </pre>
 *
 * <p>When to use: before any change for speed, and after it. Cost: see {@link dev.p3.profile}; the
 * page takes about 2 MB. Limits: a page shows the longest tasks and the stacks that matter.
 */
package dev.p3.patterns.profile;
