package dev.p3.doctor;

import dev.p3.data.Secrets;
import java.util.Locale;

/**
 * One check.
 *
 * @param name what was looked at
 * @param verdict what is the case
 * @param found in a few words, without secrets
 * @param remedy what to do; empty where there is nothing to do
 */
public record Check(String name, Verdict verdict, String found, String remedy) {
  public Check {
    found = Secrets.masked(found);
    remedy = Secrets.masked(remedy);
  }

  static Check ok(String name, String found, Object... arguments) {
    return new Check(name, Verdict.OK, text(found, arguments), "");
  }

  static Check note(String name, String found, Object... arguments) {
    return new Check(name, Verdict.NOTE, text(found, arguments), "");
  }

  private static String text(String format, Object... arguments) {
    return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
  }
}
