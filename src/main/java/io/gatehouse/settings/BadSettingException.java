package io.gatehouse.settings;

/**
 * A setting, or a parameter in a route file, that the gateway cannot start with. Its message is one
 * sentence for the operator that names the place and what to do; it never contains a secret's
 * value.
 */
public final class BadSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadSettingException(String sentence) {
    super(sentence);
  }
}
