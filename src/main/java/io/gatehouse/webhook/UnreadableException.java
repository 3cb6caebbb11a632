package io.gatehouse.webhook;

import java.util.regex.Pattern;

/**
 * Ends a route because the content cannot be decrypted or understood. An authentic sender's request
 * is then quarantined with the reason, which is a fixed word and never contains content.
 */
public final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final Pattern WORD = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public UnreadableException(String reason) {
    super(checked(reason), null, false, false);
  }

  public String reason() {
    return getMessage();
  }

  private static String checked(String reason) {
    if (!WORD.matcher(reason).matches()) {
      throw new IllegalArgumentException("A reason is a fixed word in kebab-case");
    }
    return reason;
  }
}
