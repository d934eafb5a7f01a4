/**
 * The registry of connectors, and what reads inputs through them.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.data.connect;
