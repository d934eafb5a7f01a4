package example.sessions;

import dev.p3.scope.PerExecutor;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a function needs to tell browsers: a scope's record, sent once to each executor.
 *
 * @param nameByProduct the name of a browser by the product in its user agent
 * @param product finds products in a user agent; each executor compiles its own
 */
public record Browsers(Map<String, String> nameByProduct, PerExecutor<Pattern> product) {
  /** Names in the order in which they count: a Chrome calls itself Safari too. */
  private static final String PRODUCTS = "(Edg|OPR|Chrome|Firefox|Safari)/";

  static Browsers known() {
    return new Browsers(
        Map.of(
            "Edg", "Edge", "OPR", "Opera", "Chrome", "Chrome", "Firefox", "Firefox", "Safari",
            "Safari"),
        PerExecutor.of(() -> Pattern.compile(PRODUCTS)));
  }

  /** The browser's name; {@code other} when its user agent has no known product. */
  String name(String agent) {
    String best = null;
    if (agent != null) {
      Matcher found = product.value().matcher(agent);
      while (found.find()) {
        if (best == null || PRODUCTS.indexOf(found.group(1)) < PRODUCTS.indexOf(best)) {
          best = found.group(1);
        }
      }
    }
    return best == null ? "other" : nameByProduct.get(best);
  }
}
