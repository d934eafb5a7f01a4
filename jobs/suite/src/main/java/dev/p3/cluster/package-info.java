/** A real standalone master and its workers on this machine, as processes in the background. */
package dev.p3.cluster;
