/**
 * The door for programs and notebooks ({@link dev.p3.P3}); the parts of p3 are in the packages
 * within.
 */
package dev.p3;
