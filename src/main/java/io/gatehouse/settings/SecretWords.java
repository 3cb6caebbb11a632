package io.gatehouse.settings;

import java.util.Set;

/** The last word of a setting's name that marks its value as secret. */
public final class SecretWords {

  /** In lower case. */
  public static final Set<String> ALL =
      Set.of(
          "token",
          "tokens",
          "password",
          "passwords",
          "passphrase",
          "secret",
          "secrets",
          "key",
          "keys",
          "credential",
          "credentials",
          "pat",
          "pwd");

  private SecretWords() {}
}
