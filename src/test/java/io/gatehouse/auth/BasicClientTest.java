package io.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/** How a client of the token endpoint may encode its name and secret in a Basic header. */
class BasicClientTest {

  private static final String SECRET = "a+b%20c:d&ü";

  private final BasicClient client =
      new BasicClient(pair -> pair.id().equals("acme co") & pair.secret().equals(SECRET));

  private static MockHttpServletRequest request(String pair) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Authorization", "Basic " + base64(pair));
    return request;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "acme co:a+b%20c:d&ü",
    "acme+co:a%2Bb%2520c%3Ad%26%C3%BC",
    "acme%20co:a%2bb%2520c:d&%c3%bc",
  })
  void bothReadingsOfAHeaderCount(String pair) {
    Authentication read = client.convert(request(pair));

    assertThat(read.getPrincipal()).isEqualTo("acme co");
    assertThat(read.getCredentials()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme co:50%", "acme co:%zz", "acme co:wrong"})
  void whatCannotBeDecodedIsReadAsItIs(String pair) {
    Authentication read = client.convert(request(pair));

    assertThat(read.getCredentials()).isEqualTo(pair.substring("acme co:".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme co", "acme co:", ":secret", " : "})
  void aHeaderWithoutNameOrSecretIsNoClients(String pair) {
    assertThat(error(request(pair))).isEqualTo("invalid_client");
  }

  @Test
  void whatIsNoBase64IsNoClients() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Authorization", "Basic %%%");

    assertThat(error(request)).isEqualTo("invalid_client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_secret", "client_assertion"})
  void aSecondProofIsOneTooMany(String parameter) {
    MockHttpServletRequest request = request("acme co:" + SECRET);
    request.addParameter(parameter, SECRET);

    assertThat(error(request)).isEqualTo("invalid_request");
  }

  @Test
  void aSecondHeaderIsOneTooMany() {
    MockHttpServletRequest request = request("acme co:" + SECRET);
    request.addHeader("Authorization", "Basic " + base64("acme co:" + SECRET));

    assertThat(error(request)).isEqualTo("invalid_request");
  }

  @Test
  void withoutABasicHeaderTheFormIsLookedAt() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    assertThat(client.convert(request)).isNull();

    request.addHeader("Authorization", "Basic");
    assertThat(client.convert(request)).isNull();
  }

  private String error(MockHttpServletRequest request) {
    OAuth2AuthenticationException refused =
        catchThrowableOfType(OAuth2AuthenticationException.class, () -> client.convert(request));
    assertThat(refused).isNotNull();
    return refused.getError().getErrorCode();
  }
}
