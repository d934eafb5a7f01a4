/** The page about a run, and how its outputs are shown there. */
package dev.p3.run.report;
