package dev.p3.scope;

import java.util.List;
import java.util.Optional;

/**
 * A value that a function carries.
 *
 * @param name the variable's name; {@code capture 1} and so on where the class file has none
 * @param kind what it is to the function
 * @param type its class; the declared one where there is no value to look at
 * @param declaredType the type as source code writes it, with type arguments where the class file
 *     has them
 * @param heap what it and all it refers to take on the heap, reckoned; empty without a value
 * @param serialized what Java serialization writes for it, without what it cannot write; empty
 *     without a value
 * @param isImmutable whether it cannot be changed
 * @param isSerializable whether Java serialization takes it
 * @param findings every class of objects in it that must not travel
 * @param failure what serialization said, when it failed by itself
 * @param reads for {@code this} and receivers: the fields that the function uses
 * @param usesItWhole whether the function hands it on, so that the fields it uses are not all known
 * @param function when it is a function: what that one captures
 */
public record Capture(
    String name,
    CaptureKind kind,
    String type,
    String declaredType,
    Optional<Size> heap,
    Optional<Size> serialized,
    boolean isImmutable,
    boolean isSerializable,
    List<Finding> findings,
    Optional<String> failure,
    List<FieldRead> reads,
    boolean usesItWhole,
    Optional<CaptureReport> function) {}
