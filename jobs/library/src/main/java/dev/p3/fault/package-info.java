/** What went wrong, in words for the user: faults of usage, all at once, and of runs. */
package dev.p3.fault;
