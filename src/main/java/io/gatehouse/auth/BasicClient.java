package io.gatehouse.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a client's name and secret from a Basic header. RFC 6749, section 2.3.1, requires both to
 * be form-encoded there; {@code curl -u} and others write them unencoded. If the two readings
 * differ, the one that is a client's counts.
 *
 * @param isKnown whether name and secret are a client's
 */
record BasicClient(Predicate<Pair> isKnown) implements AuthenticationConverter {

  /** A client's name and secret, as given. */
  record Pair(String id, String secret) {

    private static Optional<Pair> read(String text) {
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Pair(text.substring(0, colon), text.substring(colon + 1)))
              .filter(Pair::isWhole);
    }

    private boolean isWhole() {
      return !id.isBlank() && !secret.isBlank();
    }

    /** The decoded reading; empty if it is malformed. */
    private Optional<Pair> decoded() {
      try {
        return Optional.of(new Pair(decode(id), decode(secret))).filter(Pair::isWhole);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * The client according to its Basic header; null if there is none.
   *
   * @throws OAuth2AuthenticationException if the header cannot be read, or there are other
   *     credentials besides
   */
  @Override
  public Authentication convert(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    if (headers.size() > 1) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
    }
    Optional<String> basic = Credential.authorization(headers, "Basic");
    if (basic.isEmpty()) {
      return null;
    }
    if (request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null
        || request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null) {
      // RFC 6749, section 2.3: only one method of authentication in each request.
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
    }
    Pair raw =
        Credential.Basic.decode(basic.get())
            .flatMap(Pair::read)
            .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
    Pair decoded = raw.decoded().orElse(raw);
    Pair client = isKnown.test(raw) ? raw : decoded;
    return new OAuth2ClientAuthenticationToken(
        client.id(), ClientAuthenticationMethod.CLIENT_SECRET_BASIC, client.secret(), Map.of());
  }
}
