/** Runs on files or messages as they arrive: each batch is a run like any other, there once. */
package dev.p3.run.stream;
