/** What the functions of a job, or of a class in a jar, capture; found without running them. */
package dev.p3.check;
