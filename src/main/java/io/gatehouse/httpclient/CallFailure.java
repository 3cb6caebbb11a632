package io.gatehouse.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.client.RestClientResponseException;

/**
 * Why a call got no response, as one of a few fixed words. An exception's text is never used: it
 * may quote what was sent.
 */
public final class CallFailure {

  /** A failure in the gateway itself. */
  private static final String OTHER = "failed";

  private static final String OF_A_TOKEN = "token-";

  private record Kind(String word, Set<Class<? extends Throwable>> exceptions) {

    boolean isSeenIn(Throwable failure) {
      return causes(failure)
          .anyMatch(cause -> exceptions.stream().anyMatch(type -> type.isInstance(cause)));
    }
  }

  /** The first match counts, so the more specific ones come first. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "name-not-known",
              Set.of(UnknownHostException.class, UnresolvedAddressException.class)),
          new Kind(
              "certificate-not-trusted",
              Set.of(
                  CertificateException.class,
                  CertPathBuilderException.class,
                  SSLPeerUnverifiedException.class)),
          new Kind("tls-failed", Set.of(SSLException.class)),
          new Kind("no-free-connection", Set.of(ConnectionRequestTimeoutException.class)),
          new Kind("connect-timed-out", Set.of(ConnectTimeoutException.class)),
          new Kind(
              "no-route", Set.of(NoRouteToHostException.class, PortUnreachableException.class)),
          new Kind("connection-refused", Set.of(ConnectException.class)),
          new Kind("response-timed-out", Set.of(InterruptedIOException.class)),
          new Kind(
              "broken-answer",
              Set.of(HttpException.class, ClientProtocolException.class, ProtocolException.class)),
          new Kind(
              "connection-closed",
              Set.of(
                  NoHttpResponseException.class,
                  ConnectionClosedException.class,
                  EOFException.class)),
          new Kind("connection-reset", Set.of(SocketException.class)),
          new Kind("unreachable", Set.of(IOException.class)));

  private CallFailure() {}

  /**
   * The word for a failure: {@code name-not-known}, {@code connection-refused}, {@code
   * response-timed-out} and so on; the same with the prefix {@code token-} if no token could be
   * obtained for the call; {@code failed} if the call was not made.
   */
  public static String kind(Throwable failure) {
    for (Throwable cause : causes(failure).toList()) {
      if (cause instanceof NoTokenException noToken) {
        return OF_A_TOKEN + noToken.answer().orElseGet(() -> plainKind(noToken));
      }
    }
    return plainKind(failure);
  }

  private static String plainKind(Throwable failure) {
    return KINDS.stream()
        .filter(kind -> kind.isSeenIn(failure))
        .findFirst()
        .map(Kind::word)
        .orElse(OTHER);
  }

  /** The simple class name of the root failure. */
  public static String exception(Throwable failure) {
    Throwable first = causes(failure).reduce((outer, inner) -> inner).orElseThrow();
    String name = first.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A failure and its causes, which may be circular. */
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }

  /**
   * A token endpoint issued no token. The cause is the reason; its text may quote what was sent.
   */
  public static final class NoTokenException extends RuntimeException {

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
}
