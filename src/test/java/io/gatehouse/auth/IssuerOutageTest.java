package io.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * While the issuer is unreachable, no token is rejected because of it, and no unknown one is
 * accepted.
 */
class IssuerOutageTest {

  private static final Duration BETWEEN_DISCOVERIES = Duration.ofMillis(2_100);

  private Issuer issuer;
  private JwtDecoder decoder;

  @BeforeEach
  void anIssuerIsConfigured() {
    issuer = new Issuer();
    decoder = JwtDecoders.ofIssuer(issuer.name(), Issuer.AUDIENCE);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void anIssuerMayComeUpLaterAndGoDownAgain() throws InterruptedException {
    String token = issuer.token();

    assertUnavailable(token);

    issuer.up();
    Thread.sleep(BETWEEN_DISCOVERIES.toMillis());
    assertThatNoException().isThrownBy(() -> decoder.decode(token));

    issuer.down();
    assertThatNoException().isThrownBy(() -> decoder.decode(token));
    assertThatNoException().isThrownBy(() -> decoder.decode(issuer.token()));
  }

  @Test
  void aKeyIdThatNobodyKnowsDuringAnOutageIsNeitherBelievedNorRefused() {
    issuer.up();
    decoder.decode(issuer.token());

    issuer.down();
    issuer.rollOver();

    assertUnavailable(issuer.token());
  }

  @Test
  void aBadTokenIsRefusedDuringAnOutageWhereItsKeyIsKnown() {
    issuer.up();
    decoder.decode(issuer.token());

    issuer.down();
    String expired =
        issuer.token(
            issuer.header(),
            issuer
                .claims()
                .issueTime(Date.from(Instant.now().minusSeconds(900)))
                .expirationTime(Date.from(Instant.now().minusSeconds(600))));

    assertThatThrownBy(() -> decoder.decode(expired)).isInstanceOf(BadJwtException.class);
  }

  @Test
  void aDocumentThatIsTooLargeIsNotTaken() {
    issuer.up();
    issuer.bloat(10 * 1024 * 1024);

    assertUnavailable(issuer.token());
  }

  @Test
  void anIssuerThatIsTooSlowCountsAsOutOfReach() {
    issuer.up();
    issuer.slowDown(Duration.ofSeconds(10));
    Instant start = Instant.now();

    assertUnavailable(issuer.token());

    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void manySendersDoNotWaitForASlowIssuerOneAfterAnother() throws Exception {
    issuer.up();
    issuer.slowDown(Duration.ofSeconds(10));
    String token = issuer.token();
    ExecutorService senders = Executors.newFixedThreadPool(5);
    Instant start = Instant.now();

    List<Future<Throwable>> outcomes =
        IntStream.range(0, 5)
            .mapToObj(i -> senders.submit(() -> catchThrowable(() -> decoder.decode(token))))
            .toList();

    for (Future<Throwable> outcome : outcomes) {
      assertThat(outcome.get()).isInstanceOf(JwtException.class);
    }
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    senders.shutdown();
  }

  private void assertUnavailable(String token) {
    assertThatThrownBy(() -> decoder.decode(token))
        .isInstanceOf(JwtException.class)
        .isNotInstanceOf(BadJwtException.class);

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                new Credential.Bearer(decoder)
                    .provenBy(FakeWebhook.empty().withHeader("Authorization", "Bearer " + token)));
    assertThat(refused.problem()).isInstanceOf(Problem.Unavailable.class);
  }
}
