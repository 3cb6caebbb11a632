package io.gatehouse.httpclient;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.gatehouse.httpclient.BearerSources.BearerSource;
import io.gatehouse.httpclient.CallFailure.NoTokenException;
import io.gatehouse.settings.TestSecrets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

/** What a token endpoint can cost. */
class ClientCredentialsTest {

  private static final String ANSWER =
      "{\"access_token\":\"of-the-crm\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"x\":\"%s\"}";

  private final WireMockServer issuer = new WireMockServer(wireMockConfig().dynamicPort());
  private final ResponseLimits briefAnswers = new ResponseLimits();

  @BeforeEach
  void start() {
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop();
    briefAnswers.destroy();
  }

  private BearerSource bearer() {
    Map<String, String> settings =
        Map.of(
            "crm.oauth2.token-url", issuer.baseUrl() + "/token",
            "crm.oauth2.client-id", "gatehouse",
            "crm.oauth2.client-secret", "a-client-secret");
    MockEnvironment environment = new MockEnvironment();
    settings.forEach(environment::setProperty);
    return new BearerSources(TestSecrets.from(settings), environment, briefAnswers).of("crm");
  }

  private static MappingBuilder answer(ResponseDefinitionBuilder answer) {
    return post("/token").willReturn(answer);
  }

  @Test
  void anAnswerOfUsualSizeIsRead() {
    issuer.stubFor(answer(okJson(ANSWER.formatted("x".repeat(32 * 1024)))));

    assertThat(bearer().value()).isEqualTo("of-the-crm");
  }

  static Stream<Arguments> costly() {
    return Stream.of(
        Arguments.of("huge", okJson(ANSWER.formatted("x".repeat(100 * 1024)))),
        Arguments.of("slow", okJson(ANSWER.formatted("")).withChunkedDribbleDelay(20, 60_000)),
        Arguments.of("no JSON", ok("<html>")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  void anAnswerThatIsHugeOrSlowGivesNoToken(String what, ResponseDefinitionBuilder costly) {
    issuer.stubFor(answer(costly));

    NoTokenException failure = catchThrowableOfType(NoTokenException.class, () -> bearer().value());

    assertThat(failure).isNotNull();
    assertThat(CallFailure.kind(failure)).isEqualTo("token-unusable");
  }
}
