package dev.p3.testkit;

import dev.p3.fault.Advice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/** Hands out the session of a {@link SparkTest}. */
final class SparkExtension
    implements BeforeEachCallback, ParameterResolver, TestExecutionExceptionHandler {
  @Override
  public void beforeEach(ExtensionContext context) {
    TestSession.use(settings(context));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public SparkSession resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return TestSession.use(settings(context));
  }

  /** Says what to do about failures whose own words lead the wrong way. */
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Optional<String> advice = Advice.of(failure);
    if (advice.isPresent()) {
      throw new IllegalStateException(advice.get(), failure);
    }
    throw failure;
  }

  private static Map<String, String> settings(ExtensionContext context) {
    var settings = new LinkedHashMap<String, String>();
    for (Class<?> type = context.getRequiredTestClass();
        type != null && settings.isEmpty();
        type = type.getEnclosingClass()) {
      Class<?> test = type;
      AnnotationSupport.findAnnotation(test, SparkTest.class)
          .ifPresent(own -> List.of(own.settings()).forEach(text -> add(settings, text, test)));
    }
    return settings;
  }

  private static void add(Map<String, String> settings, String text, Class<?> test) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new ExtensionConfigurationException(
          String.format(
              Locale.ROOT,
              "Invalid setting '%s' of @SparkTest on %s (must be key=value)",
              text,
              test.getName()));
    }
    settings.put(text.substring(0, equals), text.substring(equals + 1));
  }
}
