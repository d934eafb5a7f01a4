/** The way in for notebooks and programs: {@link dev.p3.P3}. */
package dev.p3;
