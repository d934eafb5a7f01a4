/**
 * Where data are and go, whatever keeps them.
 *
 * <pre>
 *   [FORMAT|SOURCE[,OPTION=VALUE…]:]PATH
 *
 *   DataLocation ──► Connector ──► StoredInput     looked up before it is read: a table, lines, or raw rows
 *                        ├───────► Output          staged, then published whole by commit
 *                        ├───────► StreamOutput    numbered batches, each there once
 *                        └───────► StreamSource    what has arrived since the last time
 * </pre>
 *
 * <p>A {@link Connector} is one kind of storage, with declared {@link Ability abilities}; each has
 * a package of its own ({@code files}, {@code jdbc}, {@code kafka}, {@code installed}) and a line
 * in the registry of {@code connect}, which nothing but the runner uses. {@code raw} makes rows of
 * text for connectors. The arrows go one way: {@code data ◄ raw ◄ files, jdbc, … ◄ connect}.
 */
package dev.p3.data;
