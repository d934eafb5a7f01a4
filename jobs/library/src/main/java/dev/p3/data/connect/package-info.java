/** The registry of connectors, and what reads inputs through them. */
package dev.p3.data.connect;
