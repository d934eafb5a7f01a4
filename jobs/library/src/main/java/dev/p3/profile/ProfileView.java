package dev.p3.profile;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Another form of a profile, such as a page; found by {@link java.util.ServiceLoader}. What it
 * writes is in one file.
 */
public interface ProfileView {
  /** The file's name, such as {@code profile.html}. */
  String fileName();

  /** Writes it. Does not close. */
  void write(Profiled profile, OutputStream out) throws IOException;
}
