package io.gatehouse.auth;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gatehouse.auth.Credential.TimestampTolerance;
import io.gatehouse.settings.Secret;
import io.gatehouse.settings.TestSecrets;
import io.gatehouse.webhook.FakeWebhook;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Random credentials are never accepted, and no header breaks a check. */
class CredentialsFuzzTest {

  private static final Secret SECRET =
      TestSecrets.accepting("0a6bd9c1f7e4482f9d3c5e7b8a90f123", "7f3e1d5c9b8a4f60b2d4e6c8a0f1e3d5");

  private static final List<String> SCHEMES = List.of("", "token ", "Basic ", "Bearer ");

  private static final List<Credential> ALL =
      List.of(
          new Credential.Token("token", SECRET),
          new Credential.Key("key", SECRET),
          new Credential.Basic(SECRET, SECRET),
          new Credential.TimedHmac(
              "Signature",
              SECRET,
              new TimestampTolerance(
                  Duration.ofHours(25), Duration.ofMinutes(5), Clock.systemUTC())),
          new Credential.SaltedDigest("Signature", SECRET),
          new Credential.Hmac("Signature", "", EnumSet.allOf(HmacAlgorithm.class), SECRET),
          new Credential.TimedSignatures(
              "Signature",
              "v1",
              EnumSet.allOf(HmacAlgorithm.class),
              new TimestampTolerance(
                  Duration.ofDays(36500), Duration.ofDays(36500), Clock.systemUTC()),
              SECRET),
          new Credential.Bearer(
              JwtDecoders.ofOurOwn(
                  new DerivedTokenKeys(
                      TestSecrets.from(
                          Map.of(
                              "acme.oauth2.client-id", "acme",
                              "acme.oauth2.client-secret", "5d1f7a3b9c2e4f6081a3c5e7d9b0f2e4")),
                      "acme"))));

  @FuzzTest
  void nobodyGetsInByChance(FuzzedDataProvider data) {
    String value = data.consumeString(300);
    FakeWebhook webhook =
        FakeWebhook.withBody(data.consumeBytes(100))
            .withHeader("Authorization", data.pickValue(SCHEMES) + value)
            .withHeader("Signature", value)
            .withQuery("key", value);
    for (Credential credential : ALL) {
      if (credential.provenBy(webhook)) {
        throw new AssertionError("Let in by " + credential.getClass().getSimpleName());
      }
    }
  }
}
