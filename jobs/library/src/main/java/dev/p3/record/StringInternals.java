package dev.p3.record;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * The bytes inside of a String, where the JVM lets this package see them: Spark opens java.lang to
 * everybody, other programs may not.
 *
 * <p>The handles are constants, so that the JIT compiler makes plain loads of them.
 */
final class StringInternals {
  /** Whether the methods may be called. */
  static final boolean OPEN;

  private static final byte LATIN_1 = 0;
  private static final VarHandle VALUE;
  private static final VarHandle CODER;
  private static final MethodHandle OF_BYTES;

  static {
    VarHandle value = null;
    VarHandle coder = null;
    MethodHandle ofBytes = null;
    try {
      MethodHandles.Lookup strings =
          MethodHandles.privateLookupIn(String.class, MethodHandles.lookup());
      value = strings.findVarHandle(String.class, "value", byte[].class);
      coder = strings.findVarHandle(String.class, "coder", byte.class);
      ofBytes =
          strings.findConstructor(
              String.class, MethodType.methodType(void.class, byte[].class, byte.class));
    } catch (ReflectiveOperationException closed) {
      value = null; // or a JDK whose strings are made otherwise
    }
    VALUE = value;
    CODER = coder;
    OF_BYTES = ofBytes;
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

  /** A text of these characters, one byte each, whose own array it is from now on. */
  static String ofLatin1(byte[] bytes) {
    try {
      return (String) OF_BYTES.invokeExact(bytes, LATIN_1);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("The constructor of String throws nothing that is checked", e);
    }
  }
}
