package dev.p3.data;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps passwords out of what is shown and stored. */
public final class Secrets {
  private static final String WORD =
      "(?:password|passwd|passphrase|pwd|secret|token|credential|jaas|signature"
          + "|(?:access|account|api|private|shared|encryption|signing|keystore).?key|key.?pem)";

  private static final String NAME = String.format(Locale.ROOT, "[\\w.-]*%s[\\w.-]*", WORD);

  private static final Pattern NAMED = Pattern.compile(WORD, Pattern.CASE_INSENSITIVE);

  /**
   * An option of p3's, whose value ends at a comma or colon, unless there is a backslash before it.
   */
  private static final Pattern OPTION =
      Pattern.compile(String.format(Locale.ROOT, "(?i)(,%s=)(?:[^,:\\\\]|\\\\.)*", NAME));

  /** A parameter of a URL, whose value ends where the next begins. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          String.format(Locale.ROOT, "(?i)([?&;](?:%s|sig)=)(?:\\{[^}]*\\}|[^&;\\s'\"]*)", NAME));

  /** A setting as others print it, in a line or a list. */
  private static final Pattern SETTING =
      Pattern.compile(
          String.format(
              Locale.ROOT,
              "(?i)(?<![^\\s({\\[\"'])(%s\\s?=\\s?)(?!\\*\\*\\*)(?:\"[^\"]*\"|'[^']*'|[^,;&\\s)}\\]'\"]+)",
              NAME));

  /**
   * The user of a URL, with a password, in which there may be an @ or a slash. What is only digits
   * up to a slash and the like is a port.
   */
  private static final Pattern USER =
      Pattern.compile("(//[^/:@\\s\\[]*:)(?!\\d+(?:[/,?;]|$))\\S*@");

  /** The user of a URL of Oracle's. */
  private static final Pattern ORACLE =
      Pattern.compile("(?i)(oracle:\\w+:[^/@\\s]+/)(?:\"[^\"]*\"|\\S*)@");

  private Secrets() {}

  /** Whether a setting of this name holds a secret, by the words that Spark's own redaction has. */
  public static boolean isNamed(String setting) {
    return NAMED.matcher(setting).find();
  }

  /** The value of a setting as it may be shown: *** where its name says that it is a secret. */
  public static String shown(String setting, String value) {
    return isNamed(setting) ? "***" : masked(value);
  }

  /**
   * The text with *** for every password that is named as such, or stands in the user of a URL. In
   * doubt it hides more. Whatever is shown or stored of what others say passes through here.
   */
  public static String masked(String text) {
    String options = OPTION.matcher(text).replaceAll("$1***");
    String parameters = PARAMETER.matcher(options).replaceAll("$1***");
    String users = USER.matcher(parameters).replaceAll("$1***@");
    return SETTING.matcher(ORACLE.matcher(users).replaceAll("$1***@")).replaceAll("$1***");
  }
}
