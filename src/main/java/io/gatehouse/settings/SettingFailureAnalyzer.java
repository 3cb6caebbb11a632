package io.gatehouse.settings;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports in one sentence which setting stopped the start, even if Spring itself reads it and
 * before the application context exists.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingFailureAnalyzer implements FailureAnalyzer {

  /** Headers and addresses may contain a secret, and a login is half of one. */
  private static final Pattern NOT_TO_BE_SHOWN =
      Pattern.compile(
          ".*(?:%s|(?:password|secret|token|key|login|headers?|url)(?:\\..*)?)"
              .formatted(String.join("|", SecretWords.ALL)));

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    String sentence = null;
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      if (cause instanceof BadSettingException) {
        // It says more than Spring could.
        return null;
      }
      if (cause instanceof BindException binding) {
        sentence = sentence(binding);
      } else if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
        sentence = sentence(invalid);
      }
    }
    return sentence == null ? null : new FailureAnalysis(sentence, null, failure);
  }

  private static Throwable next(Throwable failure) {
    return failure.getCause() == failure ? null : failure.getCause();
  }

  /** Spring checks ports before there are beans, and so before {@link SettingsValidator}. */
  private static String sentence(InvalidConfigurationPropertyValueException invalid) {
    SettingType form = SettingsValidator.PORTS.get(invalid.getName());
    return wrong(
        invalid.getName(),
        invalid.getValue(),
        form == null ? "a value that it can have" : form.words());
  }

  private static String sentence(BindException binding) {
    ConfigurationProperty property = binding.getProperty();
    Class<?> type = binding.getTarget().getType().resolve(Object.class);
    if (property == null) {
      return "%s: what is set cannot be read; it has to be %s."
          .formatted(binding.getName(), SettingType.kind(type));
    }
    return wrong(property.getName().toString(), property.getValue(), SettingType.kind(type));
  }

  /**
   * The sentence for an invalid value of a setting.
   *
   * @param kind the allowed values, in words
   */
  static String wrong(String name, Object given, String kind) {
    String what = NOT_TO_BE_SHOWN.matcher(name).matches() ? "what is set" : "\"" + given + "\"";
    return "%s: %s is not %s; correct it, or take it away.".formatted(name, what, kind);
  }
}
