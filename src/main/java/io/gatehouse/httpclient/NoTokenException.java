package io.gatehouse.httpclient;

import java.util.Optional;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.client.RestClientResponseException;

/** A token endpoint issued no token. The cause is the reason; its text may quote what was sent. */
public final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Spring Security's code for a response without a token, whatever its status. */
  private static final String NO_TOKEN_IN_IT = "invalid_token_response";

  private final String answer;
  private final String code;

  NoTokenException(OAuth2AuthorizationException cause) {
    super("The token endpoint gave no token", cause);
    this.answer = answer(cause);
    this.code = cause.getError().getErrorCode();
  }

  private static String answer(OAuth2AuthorizationException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RestClientResponseException answered) {
        return answered.getStatusCode().is4xxClientError() ? "refused" : "failing";
      } else if (cause instanceof HttpMessageNotReadableException) {
        return "unusable";
      } else if (cause instanceof java.io.IOException) {
        return null;
      }
    }
    String code = failure.getError().getErrorCode();
    if (OAuth2ErrorCodes.SERVER_ERROR.equals(code)
        || OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE.equals(code)) {
      return "failing";
    }
    return NO_TOKEN_IN_IT.equals(code) ? "unusable" : "refused";
  }

  /** The kind of the endpoint's response: refused, failing, unusable; empty if there was none. */
  public Optional<String> answer() {
    return Optional.ofNullable(answer);
  }

  /** The endpoint's error code (RFC 6749, section 5.2), unchanged. */
  public String code() {
    return code;
  }
}
