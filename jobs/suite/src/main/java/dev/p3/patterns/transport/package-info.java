/** Transports, by k-means. */
package dev.p3.patterns.transport;
