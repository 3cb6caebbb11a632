package io.gatehouse.auth;

import static io.gatehouse.settings.TestSecrets.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.auth.Credential.TimestampTolerance;
import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.FakeWebhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimedSignaturesCredentialTest {

  private static final long NOW = 1_680_595_306L;
  private static final String HEADER = "X-Signature";

  @Test
  void aSignatureMadeElsewhereIsGood() {
    // printf '1680595306.{}' | openssl dgst -sha256 -hmac signing-secret
    String header =
        "t=1680595306,v1=b8a41a3adc70ead60ff82a71ec242f67892863e73e47ea2f3c774dd5739ee48d";

    assertThat(credential(accepting("signing-secret")).provenBy(signed(header))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "300, true", "301, false", "-60, true", "-61, false", "86400, false"})
  void theTimeMustBeNearOurs(long age, boolean proven) {
    assertThat(credential(accepting("ours")).provenBy(signed(pair(NOW - age, "ours"))))
        .isEqualTo(proven);
  }

  @Test
  void whileTheVendorRotatesOneSignatureIsEnough() {
    Secret ours = accepting("ours");

    assertThat(credential(ours).provenBy(signed(pair(NOW, "old") + " " + pair(NOW, "ours"))))
        .isTrue();
    assertThat(credential(ours).provenBy(signed(pair(NOW, "ours") + "," + pair(NOW, "old"))))
        .isTrue();
    assertThat(credential(ours).provenBy(signed(pair(NOW, "old") + " " + pair(NOW, "older"))))
        .isFalse();
  }

  @Test
  void whileWeRotateEveryListedSecretIsGood() {
    assertThat(credential(accepting("new", "old")).provenBy(signed(pair(NOW, "old")))).isTrue();
  }

  @Test
  void aFreshTimeDoesNotMakeAnOldSignatureGood() {
    String old = pair(NOW - 1000, "ours");

    assertThat(credential(accepting("ours")).provenBy(signed("t=" + NOW + ",v1=aa " + old)))
        .isFalse();
    assertThat(
            credential(accepting("ours"))
                .provenBy(signed(old.replace("t=" + (NOW - 1000), "t=" + NOW))))
        .isFalse();
  }

  @Test
  void anAlgorithmThatIsNotListedProvesNothing() {
    String sha512 = HexFormat.of().formatHex(hmac(HmacAlgorithm.SHA512, "ours", (NOW + ".{}")));

    assertThat(credential(accepting("ours")).provenBy(signed("t=" + NOW + ",v1=" + sha512)))
        .isFalse();
  }

  @Test
  void withoutTheHeaderOrWithTwoNothingIsProven() {
    FakeWebhook once = signed(pair(NOW, "ours"));

    assertThat(credential(accepting("ours")).provenBy(FakeWebhook.withBody("{}"))).isFalse();
    assertThat(credential(accepting("ours")).provenBy(once.withHeader(HEADER, pair(NOW, "ours"))))
        .isFalse();
  }

  @Property
  void noHeaderBreaksItOrGetsInByChance(@ForAll String header, @ForAll String signature) {
    Secret ours = accepting("0a6bd9c1f7e4482f9d3c5e7b8a90f123");

    assertThat(credential(ours).provenBy(signed(header))).isFalse();
    assertThat(credential(ours).provenBy(signed("t=" + NOW + ",v1=" + signature))).isFalse();
  }

  private static Credential.TimedSignatures credential(Secret secret) {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    return new Credential.TimedSignatures(
        HEADER,
        "v1",
        HmacAlgorithm.listed("sha256"),
        new TimestampTolerance(Duration.ofMinutes(5), Duration.ofMinutes(1), clock),
        secret);
  }

  private static FakeWebhook signed(String header) {
    return FakeWebhook.withBody("{}").withHeader(HEADER, header);
  }

  private static String pair(long time, String secret) {
    byte[] signature = hmac(HmacAlgorithm.SHA256, secret, time + ".{}");
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(signature);
  }

  private static byte[] hmac(HmacAlgorithm algorithm, String secret, String text) {
    return algorithm.sign(
        secret.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }
}
