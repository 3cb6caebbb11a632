package io.gatehouse.settings;

import org.apache.camel.spi.PropertiesFunction;
import org.springframework.stereotype.Component;

/**
 * Camel's property function behind {@code {{secret:kompar.token}}}: checks that the secret is set
 * and passes the step a reference instead of the value. With a question mark, {@code
 * {{secret:?ondato.hmac.secret}}}, the secret may be missing.
 */
@Component
class SecretFunction implements PropertiesFunction {

  private final Secrets secrets;

  SecretFunction(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public boolean lookupFirst(String remainder) {
    // Otherwise Camel would look the value up, and pass it to this function and to its log.
    return false;
  }

  @Override
  public String apply(String remainder) {
    boolean optional = remainder.startsWith("?");
    String property = optional ? remainder.substring(1) : remainder;
    boolean isMissing = secrets.named(property).isEmpty();
    if (isMissing && !optional) {
      throw missing(property);
    }
    return Secrets.SCHEME + property;
  }

  static BadSettingException missing(String property) {
    String vendor = property.substring(0, Math.max(property.indexOf('.'), 0));
    return new BadSettingException(
        "%s is not set: give it a value (environment variable %s), or switch it off with %s.enabled=false."
            .formatted(property, Secrets.variable(property), vendor));
  }
}
