package io.gatehouse.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.registration.Operator.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An operator registers with Kompar; the requests are observed at Kompar's end. */
@ExtendWith(OutputCaptureExtension.class)
class KomparRegistrationTest {

  private static final String APPLICATIONS = "/kompar/applications";
  private static final String DEFAULT_URL = "https://gate.example/webhooks/kompar/applications";
  private static final String OTHER_URL = "https://other.example/applications?a=b&c=d";

  private static final String TOKEN = "GET /token";
  private static final String POST = "POST /webhooks/applications";
  private static final String DELETE = "DELETE /webhooks/applications";

  private static KomparApi kompar;
  private static Gateway gateway;
  private static Operator operator;

  @BeforeAll
  static void start() {
    kompar = new KomparApi();
    Map<String, String> settings = kompar.settings();
    settings.put("kompar.api.applications-url", DEFAULT_URL);
    settings.put("kompar.api.requests-per-minute", "1000");
    settings.put("camel.component.http.response-timeout", "1500");
    gateway = Gateway.start(settings);
    operator = new Operator(gateway);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    kompar.close();
  }

  @BeforeEach
  void nothingIsRegistered() {
    kompar.reset();
    Response response = operator.remove(APPLICATIONS);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    assertThat(operator.remove("/kompar/decisions").status()).isEqualTo(200);
    kompar.reset();
  }

  @AfterEach
  void noSecretAndNoStackTraceIsPrinted(CapturedOutput output) {
    assertThat(output).doesNotContain(KomparApi.LOGIN, KomparApi.PASSWORD, "\tat ");
    assertThat(kompar.tokens()).isNotEmpty();
    assertThat(kompar.tokens()).noneMatch(output.toString()::contains);
    assertThat(output.toString().toLowerCase(Locale.ROOT)).doesNotContain("bearer ", "basic ");
  }

  @Test
  void aUrlIsRegisteredWithATokenThatIsFetchedFirst() {
    Response response = operator.register(APPLICATIONS, OTHER_URL);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.type()).startsWith("application/json");
    assertThat(response.json().path("vendor").asText()).isEqualTo("kompar");
    assertThat(response.json().path("kind").asText()).isEqualTo("applications");
    assertThat(response.json().path("registered").asBoolean()).isTrue();
    assertThat(response.json().path("url").asText()).isEqualTo(OTHER_URL);
    assertThat(response.json().path("since").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    assertThat(kompar.webhook("applications")).isEqualTo(OTHER_URL);
    // The token from before was invalidated at Kompar's end.
    assertThat(kompar.requests()).containsExactly(POST, TOKEN, POST);
  }

  @Test
  void withoutABodyTheUrlOfTheSettingsIsRegistered() {
    Response response = operator.register(APPLICATIONS);

    assertThat(response.json().path("url").asText()).isEqualTo(DEFAULT_URL);
    assertThat(kompar.webhook("applications")).isEqualTo(DEFAULT_URL);
  }

  @Test
  void nothingGoesOutThatIsNotNamed() {
    operator.register(APPLICATIONS);
    operator.remove(APPLICATIONS);

    assertThat(kompar.headers())
        .isSubsetOf(
            "Accept",
            "Accept-encoding",
            "Authorization",
            "Connection",
            "Content-length",
            "Content-type",
            "Host",
            "Transfer-encoding",
            "User-agent");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void whatIsRegisteredMayBeRegisteredAgain(int statusOfErrors) {
    kompar.answerErrorsWith(statusOfErrors);
    Response first = operator.register(APPLICATIONS);
    Response second = operator.register(APPLICATIONS);

    assertThat(second).isEqualTo(first);
    assertThat(kompar.requests()).containsExactly(POST, TOKEN, POST, POST);
  }

  @Test
  void anotherUrlTakesThePlaceOfTheOneBefore() {
    operator.register(APPLICATIONS);
    Response response = operator.register(APPLICATIONS, OTHER_URL);

    assertThat(response.json().path("url").asText()).isEqualTo(OTHER_URL);
    assertThat(kompar.webhook("applications")).isEqualTo(OTHER_URL);
    assertThat(kompar.requests()).endsWith(POST, DELETE, POST);
  }

  @Test
  void aUrlThatWeDoNotKnowOfIsReplaced() {
    kompar.register("applications", "https://elsewhere.example/");

    assertThat(operator.register(APPLICATIONS).status()).isEqualTo(200);
    assertThat(kompar.webhook("applications")).isEqualTo(DEFAULT_URL);
  }

  @Test
  void theRecordTellsWhatIsRegistered() {
    operator.register(APPLICATIONS);
    List<String> before = kompar.requests();

    Response all = operator.show("");
    Response both = operator.show("/kompar");

    assertThat(all.status()).isEqualTo(200);
    assertThat(all.json().path("registrations")).hasSize(1);
    assertThat(all.json().at("/registrations/0/url").asText()).isEqualTo(DEFAULT_URL);
    assertThat(both.json().path("registrations")).hasSize(2);
    assertThat(both.json().at("/registrations/0")).isEqualTo(all.json().at("/registrations/0"));
    assertThat(both.json().at("/registrations/1").toString())
        .isEqualTo("{\"vendor\":\"kompar\",\"kind\":\"decisions\",\"registered\":false}");
    assertThat(kompar.requests()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void whatIsRemovedMayBeRemovedAgain(int statusOfErrors) {
    kompar.answerErrorsWith(statusOfErrors);
    operator.register(APPLICATIONS);

    for (int time = 0; time < 2; time++) {
      Response response = operator.remove(APPLICATIONS);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.json().path("registered").asBoolean(true)).isFalse();
    }
    assertThat(kompar.webhook("applications")).isNull();
    assertThat(operator.show("").json().path("registrations")).isEmpty();
    assertThat(kompar.requests()).endsWith(DELETE, DELETE);
  }

  @Test
  void aTokenIsUsedUntilShortlyBeforeItExpires() throws InterruptedException {
    kompar.letTokensLive(2);
    operator.register(APPLICATIONS);
    operator.register(APPLICATIONS);
    assertThat(kompar.requests()).containsExactly(POST, TOKEN, POST, POST);

    Thread.sleep(1_850);
    operator.register(APPLICATIONS);

    assertThat(kompar.requests()).containsExactly(POST, TOKEN, POST, POST, TOKEN, POST);
  }

  @Test
  void aTokenThatAnotherLoginEndedIsReplacedOnce() {
    operator.register(APPLICATIONS);
    kompar.logInElsewhere();

    assertThat(operator.register(APPLICATIONS).status()).isEqualTo(200);
    assertThat(kompar.requests()).containsExactly(POST, TOKEN, POST, POST, TOKEN, POST);
  }

  @Test
  void aTokenThatIsRefusedAnewIsNotFetchedForEver() {
    kompar.answerNext(POST, 401, "{\"message\":\"Unauthorized.\"}");
    kompar.answerNext(POST, 401, "{\"message\":\"Unauthorized.\"}");

    Response response = operator.register(APPLICATIONS);

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.detail()).contains("refused a token", "kompar.api.login");
    assertThat(kompar.requests()).containsExactly(POST, TOKEN, POST);
  }

  @Test
  void twoOperatorsShareOneToken() {
    List<CompletableFuture<Response>> calls =
        List.of(
            CompletableFuture.supplyAsync(() -> operator.register(APPLICATIONS)),
            CompletableFuture.supplyAsync(
                () -> operator.register("/kompar/decisions", "https://gate.example/decisions")));

    assertThat(calls).allSatisfy(call -> assertThat(call.join().status()).isEqualTo(200));
    assertThat(kompar.requests()).filteredOn(TOKEN::equals).hasSize(1);
  }

  @Test
  void aWrongPasswordIsToldBySettingsNames() {
    kompar.changePassword();

    Response response = operator.register(APPLICATIONS);

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.type()).startsWith("application/problem+json");
    assertThat(response.json().path("title").asText()).isEqualTo("Bad Gateway");
    assertThat(response.json().path("status").asInt()).isEqualTo(502);
    assertThat(response.detail()).contains("401", "kompar.api.login", "kompar.api.password");
    assertThat(kompar.requests()).containsExactly(POST, TOKEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void aLoginThatIsRefusedIsToldBySettingsNamesWhateverTheStatus(int status) {
    kompar.answerNext(TOKEN, status, "{\"message\":\"Bad request.\"}");

    Response response = operator.register(APPLICATIONS);

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.detail())
        .contains("login (" + status + ")", "kompar.api.login", "kompar.api.password");
    assertThat(kompar.requests()).containsExactly(POST, TOKEN);
  }

  @Test
  void kompars429IsToldAsWhatItIs() {
    kompar.useUpTheMinute();

    Response response = operator.register(APPLICATIONS);

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.detail()).contains("30 requests a minute", "try again in a minute");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "500 | \"\"                                       | Kompar has failed (500); try again later.",
        "503 | <html>                                     | Kompar has failed (503); try again later.",
        "400 | {\\\"message\\\":\\\"Please use https protocol.\\\"} | begin with https://",
        "404 | {\\\"message\\\":\\\"No such thing.\\\"}   | Kompar answered 404: No such thing.",
        "404 | {\\\"message\\\":\\\"a\\nb\\\"}            | answered 404 and did not say why",
        "404 | {\\\"message\\\":{\\\"x\\\":1}}            | answered 404 and did not say why",
        "404 | {\\\"message\\\":\\\"You don't have registered applications webhook.\\\"} | Kompar answered 404: You don't",
        "500 | {\\\"message\\\":\\\"You have already registered applications webhook.\\\"} | Kompar has failed (500)",
        "404 | not JSON                                   | check kompar.api.base-url",
        "302 | \"\"                                       | answered 302",
        "200 | {\\\"success\\\":false}                    | answered 200",
        "200 | \"\"                                       | answered 200",
        "201 | {\\\"success\\\":true}                     | answered 201",
      })
  void whatKomparSaysBecomesASentence(int status, String body, String sentence) {
    kompar.answerNext(POST, status, body == null ? "" : body.replace("\\\"", "\""));

    Response response = operator.register(APPLICATIONS);

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.detail()).contains(sentence);
    assertThat(operator.show("").json().path("registrations")).isEmpty();
  }

  @Test
  void whatCouldNotBeRemovedStaysInTheRecord() {
    operator.register(APPLICATIONS);
    kompar.answerNext(
        DELETE, 404, "{\"message\":\"You have already registered applications webhook.\"}");

    assertThat(operator.remove(APPLICATIONS).status()).isEqualTo(502);
    assertThat(operator.show("").json().path("registrations")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"success\":true}", "{\"success\":true,\"token\":\"a\\r\\nb\"}", "{}"})
  void anAnswerWithoutATokenIsNoToken(String body) {
    kompar.answerNext(TOKEN, 200, body);

    assertThat(operator.register(APPLICATIONS).status()).isEqualTo(502);
    assertThat(kompar.requests()).containsExactly(POST, TOKEN);
  }

  @Test
  void whereTheNewUrlFailsTheOperatorIsToldThatTheOldOneIsGone() {
    operator.register(APPLICATIONS);
    kompar.answerNext(DELETE, 200, "{\"success\":true}");

    Response response = operator.register(APPLICATIONS, OTHER_URL);

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.detail()).contains("somebody else", "The URL before is removed");
    assertThat(operator.show("").json().path("registrations")).isEmpty();
  }

  @Test
  void aSlowKomparIsNotWaitedForLong() {
    kompar.delayNext(POST, Duration.ofSeconds(4));
    kompar.delayNext(TOKEN, Duration.ofSeconds(4));

    Response response = operator.register(APPLICATIONS);

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.type()).startsWith("application/problem+json");
    assertThat(response.detail()).contains("did not answer in time");
  }

  @ParameterizedTest(name = "{1} {2} {3}")
  @CsvSource({
    "400, POST,   /kompar/unheard-of,",
    "400, POST,   /kompar/decisions,",
    "400, POST,   /kompar/applications, http://gate.example/",
    "400, POST,   /kompar/applications, https://user@gate.example/",
    "400, POST,   /kompar/applications, https:///path",
    "400, POST,   /kompar/applications, ''",
    "400, DELETE, /kompar/unheard-of,",
    "404, POST,   /unheard-of/applications,",
    "404, DELETE, /ondato/applications,",
    "404, GET,    /unheard-of,",
  })
  void whatCannotBeMeantIsRefusedBeforeKomparIsAsked(
      int status, String method, String path, String url) {
    Response response =
        switch (method) {
          case "GET" -> operator.show(path);
          case "DELETE" -> operator.remove(path);
          default -> url == null ? operator.register(path) : operator.register(path, url);
        };

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.type()).startsWith("application/problem+json");
    assertThat(response.detail()).isNotEmpty().doesNotContain("unheard-of", "gate.example");
    assertThat(kompar.requests()).isEmpty();
  }

  @ParameterizedTest(name = "{1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "400 | application/json                  | {`url`:canary-body",
        "400 | application/json                  | [`canary-body`]",
        "415 | application/x-www-form-urlencoded | canary-body",
        "415 | application/octet-stream          | canary-body",
      })
  void aBodyThatIsNoJsonRegistersNothingAndIsNotRepeated(
      int status, String type, String body, CapturedOutput output) {
    Response response = operator.send(APPLICATIONS, type, body.replace('`', '"'));

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.text()).doesNotContain("canary");
    assertThat(output).doesNotContain("canary");
    assertThat(kompar.requests()).isEmpty();
  }
}
