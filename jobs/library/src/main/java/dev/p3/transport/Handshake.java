package dev.p3.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two processes of a run recognise each other: each proves with HMAC-SHA-256 that it knows the
 * run's secret, which never crosses. Nothing that a stranger sends is looked at before.
 */
final class Handshake {
  private static final int NONCE_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Handshake() {}

  /** A secret for a run. */
  static byte[] secret() {
    return random(SECRET_BYTES);
  }

  /**
   * Proves both ways, and exchanges a number.
   *
   * @param accepts whether this side has accepted the connection
   * @param number what to tell the other side
   * @return what the other side tells
   * @throws IOException when it does not know the secret, or is gone
   */
  static int with(
      DataInputStream in, DataOutputStream out, byte[] secret, boolean accepts, int number)
      throws IOException {
    byte[] mine = random(NONCE_BYTES);
    out.write(mine);
    out.writeInt(number);
    out.flush();
    byte[] theirs = in.readNBytes(NONCE_BYTES);
    int told = in.readInt();
    out.write(proof(secret, accepts, theirs, number));
    out.flush();
    byte[] expected = proof(secret, !accepts, mine, told);
    if (!MessageDigest.isEqual(expected, in.readNBytes(expected.length))) {
      throw new IOException("a stranger, who does not know the secret of this run");
    }
    return told;
  }

  private static byte[] proof(byte[] secret, boolean accepts, byte[] nonce, int number) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update((byte) (accepts ? 1 : 0));
      mac.update(nonce);
      for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        mac.update((byte) (number >>> shift));
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot compute " + ALGORITHM, e);
    }
  }

  private static byte[] random(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }
}
