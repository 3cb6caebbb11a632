package io.gatehouse.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.httpclient.CallFailure.NoTokenException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.RuntimeCamelException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

/** The words for calls that got no response. */
class CallFailureTest {

  private static final String TEXT = "for Anna Exempel";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("name-not-known", new UnknownHostException(TEXT)),
        Arguments.of(
            "name-not-known", caused(new ConnectException(TEXT), new UnresolvedAddressException())),
        Arguments.of("connection-refused", new ConnectException(TEXT)),
        Arguments.of("connection-refused", new HttpHostConnectException(TEXT)),
        Arguments.of("no-route", new NoRouteToHostException(TEXT)),
        Arguments.of("connect-timed-out", new ConnectTimeoutException(TEXT)),
        Arguments.of("no-free-connection", new ConnectionRequestTimeoutException(TEXT)),
        Arguments.of("response-timed-out", new SocketTimeoutException(TEXT)),
        Arguments.of(
            "certificate-not-trusted",
            caused(new SSLHandshakeException(TEXT), new CertificateException(TEXT))),
        Arguments.of("certificate-not-trusted", new SSLPeerUnverifiedException(TEXT)),
        Arguments.of("tls-failed", new SSLException(TEXT)),
        Arguments.of("connection-closed", new NoHttpResponseException(TEXT)),
        Arguments.of("connection-closed", new EOFException(TEXT)),
        Arguments.of("connection-reset", new SocketException(TEXT)),
        Arguments.of("broken-answer", new ClientProtocolException(TEXT)),
        Arguments.of("unreachable", new IOException(TEXT)),
        Arguments.of("failed", new IllegalStateException(TEXT)),
        Arguments.of("token-refused", noToken("invalid_client", null)),
        Arguments.of(
            "token-refused",
            noToken(
                "invalid_token_response",
                new HttpClientErrorException(HttpStatus.UNAUTHORIZED, TEXT))),
        Arguments.of(
            "token-failing",
            noToken(
                "invalid_token_response",
                new HttpServerErrorException(HttpStatus.BAD_GATEWAY, TEXT))),
        Arguments.of("token-failing", noToken("temporarily_unavailable", null)),
        Arguments.of("token-unusable", noToken("invalid_token_response", null)),
        Arguments.of(
            "token-connection-refused",
            noToken(
                "invalid_token_response",
                new ResourceAccessException(TEXT, new ConnectException(TEXT)))));
  }

  private static Exception noToken(String code, Exception cause) {
    return new NoTokenException(
        new OAuth2AuthorizationException(new OAuth2Error(code, TEXT, null), TEXT, cause));
  }

  private static Exception caused(Exception outer, Exception inner) {
    outer.initCause(inner);
    return outer;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("failures")
  void aFailureHasItsWordHoweverDeepItLies(String word, Exception failure) {
    Exception wrapped = new RuntimeCamelException(new IllegalStateException(failure));

    assertThat(CallFailure.kind(failure)).isEqualTo(word);
    assertThat(CallFailure.kind(wrapped)).isEqualTo(word);
    assertThat(word + CallFailure.exception(wrapped)).doesNotContain("Anna");
  }

  @Test
  void theExceptionIsTheOneThatFailedFirst() {
    Exception failure = caused(new SSLHandshakeException(TEXT), new CertificateException(TEXT));

    assertThat(CallFailure.exception(failure)).isEqualTo("CertificateException");
    assertThat(CallFailure.exception(new IOException() {})).matches("CallFailureTest\\$\\d+");
  }
}
