package io.gatehouse.registration;

import io.gatehouse.settings.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step behind the kamelet {@code authorise-basic}: the gateway's user name and password. */
public final class AuthoriseBasic implements Processor {

  private Secrets secrets;
  private String username;
  private String password;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The reference to the user name. */
  public void setUsername(String username) {
    this.username = username;
  }

  /** The reference to the password. */
  public void setPassword(String password) {
    this.password = password;
  }

  @Override
  public void process(Exchange exchange) {
    byte[] pair = (first(username) + ":" + first(password)).getBytes(StandardCharsets.UTF_8);
    exchange
        .getMessage()
        .setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private String first(String reference) {
    return secrets.resolve(reference).values().get(0);
  }
}
