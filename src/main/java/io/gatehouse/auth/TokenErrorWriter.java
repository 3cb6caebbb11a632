package io.gatehouse.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Answers a client of the token endpoint that has not authenticated (RFC 6749, section 5.2): the
 * error's code and no more, and with 401 the challenge.
 */
final class TokenErrorWriter implements AuthenticationFailureHandler, AuthenticationEntryPoint {

  private static final String CHALLENGE = "Basic realm=\"gatehouse\", charset=\"UTF-8\"";

  private final OAuth2ErrorHttpMessageConverter json = new OAuth2ErrorHttpMessageConverter();

  /** The client has sent wrong credentials. */
  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    SecurityContextHolder.clearContext();
    answer(
        response,
        failure instanceof OAuth2AuthenticationException known
            ? known.getError().getErrorCode()
            : OAuth2ErrorCodes.INVALID_CLIENT);
  }

  /** The client has sent no credentials. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    answer(response, OAuth2ErrorCodes.INVALID_CLIENT);
  }

  private void answer(HttpServletResponse response, String code) throws IOException {
    ServletServerHttpResponse answer = new ServletServerHttpResponse(response);
    if (code.equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
      answer.setStatusCode(HttpStatus.UNAUTHORIZED);
      answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    } else {
      answer.setStatusCode(HttpStatus.BAD_REQUEST);
    }
    json.write(new OAuth2Error(code), null, answer);
  }
}
