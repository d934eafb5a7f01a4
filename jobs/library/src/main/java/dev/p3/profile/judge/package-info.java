/**
 * Says what is wrong in a profile: a registry of rules, each of which looks at the profile alone.
 *
 * <pre>
 *   RunProfile ─► Judge ─► Rules: a Rule each ─► Finding: evidence, threshold, saving, remedy
 *                   └────► Sizes: the same tasks on 1…N executors
 * </pre>
 *
 * <p>A new rule is one entry in {@link dev.p3.profile.judge.Rules}, and a pair of jobs in its test:
 * one that has the fault, and one that has not.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.profile.judge;
