package io.gatehouse.settings;

import java.util.List;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Secrets for the tests of other packages. */
public final class TestSecrets {

  private TestSecrets() {}

  /** A secret that accepts these values. */
  public static Secret accepting(String... values) {
    return new Secret(List.of(values));
  }

  /** The secrets of an application that has these settings and no others. */
  public static Secrets from(Map<String, String> settings) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(s -> environment.getPropertySources().remove(s.getName()));
    environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(settings)));
    return new Secrets(environment);
  }
}
