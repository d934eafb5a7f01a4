package dev.p3.record;

/**
 * A class that Kryo was given and that is not registered.
 *
 * @param name its binary name; of an array, as in {@code com.acme.Trip[]}
 * @param kind record, enum, array or class
 * @param reachedBy the objects that were being written, outermost first, each with the component,
 *     field, element, key or value that leads on: {@code scala.Tuple2._2 → java.util.HashMap value
 *     → com.acme.Trip}
 * @param stage the stage whose task met it first, with Spark's name for it; or {@code driver}
 * @param listing the Java expression that lists it in a module; empty when the task's class loader
 *     does not find it
 */
public record UnregisteredClass(
    String name, String kind, String reachedBy, String stage, String listing) {}
