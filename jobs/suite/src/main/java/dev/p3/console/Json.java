package dev.p3.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How p3 writes and reads JSON. Properties that a reader does not know are passed over. */
public final class Json {
  /** For one line, with names as in Java: what programs alone read. */
  public static final ObjectMapper PLAIN = builder().build();

  /** For a line for each value, with names in snake_case: what people read too. */
  public static final ObjectMapper READABLE =
      builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private Json() {}

  private static JsonMapper.Builder builder() {
    return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
