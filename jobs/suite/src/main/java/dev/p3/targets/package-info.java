/**
 * Where jobs run: the files of settings that a target's name stands for, and which of them counts.
 *
 * <pre>
 *   command line  &gt;  environment (P3_CONF)  &gt;  user's file  &gt;  p3's file  &gt;  defaults of p3
 * </pre>
 */
package dev.p3.targets;
