package dev.p3.scope;

/**
 * A mutable static field that a function's code uses. Each JVM has its own: what the driver sets no
 * executor sees, and what an executor sets the driver does not.
 *
 * @param owner the class, without its package
 * @param name the field's name
 * @param type its type, as source code writes it
 * @param isWritten whether the code assigns the field; it may change what the field holds anyway
 */
public record StaticUse(String owner, String name, String type, boolean isWritten) {}
