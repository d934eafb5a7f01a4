/** Every job on its bundled sample, beside its twins: equal rows, and what the pattern buys. */
package dev.p3.tour;
