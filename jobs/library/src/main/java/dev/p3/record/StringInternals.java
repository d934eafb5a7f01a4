package dev.p3.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The bytes inside of a String, where the JVM lets this package see them: Spark opens java.lang to
 * everybody, other programs may not.
 *
 * <p>The handles are constants, so that the JIT compiler makes plain loads of them.
 */
final class StringInternals {
  /** Whether {@link #latin1} may be called. */
  static final boolean OPEN;

  private static final byte LATIN_1 = 0;
  private static final VarHandle VALUE;
  private static final VarHandle CODER;

  static {
    VarHandle value = null;
    VarHandle coder = null;
    try {
      MethodHandles.Lookup strings =
          MethodHandles.privateLookupIn(String.class, MethodHandles.lookup());
      value = strings.findVarHandle(String.class, "value", byte[].class);
      coder = strings.findVarHandle(String.class, "coder", byte.class);
    } catch (ReflectiveOperationException closed) {
      value = null; // or a JDK whose strings are made otherwise
    }
    VALUE = value;
    CODER = coder;
    // With -XX:-CompactStrings not even this one is Latin-1.
    OPEN = value != null && latin1("") != null;
  }

  private StringInternals() {}

  /**
   * The characters of a text, one byte each, or null when it has others than Latin-1. Never to be
   * changed, and never to be given to anybody who might: it is the string's own array.
   */
  static byte[] latin1(String text) {
    return (byte) CODER.get(text) == LATIN_1 ? (byte[]) VALUE.get(text) : null;
  }
}
