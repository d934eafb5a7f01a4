package dev.p3.scope;

/**
 * A field that a function's code uses of its {@code this}.
 *
 * @param name the field's name
 * @param type its type, as source code writes it
 * @param isTransient whether it stays behind, and is null or zero on executors
 */
public record FieldRead(String name, String type, boolean isTransient) {}
