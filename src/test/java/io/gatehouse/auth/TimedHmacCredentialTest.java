package io.gatehouse.auth;

import static io.gatehouse.settings.TestSecrets.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.auth.Credential.TimestampTolerance;
import io.gatehouse.webhook.FakeWebhook;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimedHmacCredentialTest {

  private static final long NOW = 1_680_595_306L;
  private static final String SECRET = "signing-secret";
  private static final String HEADER = "Ondato-Signature";
  private static final String BODY =
      "{\"id\":\"f1997509-0000-4000-8000-000000000001\",\"type\":\"Form.Created\"}";

  private final Credential.TimedHmac credential =
      new Credential.TimedHmac(
          HEADER,
          accepting(SECRET, "older-secret"),
          new TimestampTolerance(
              Duration.ofHours(25),
              Duration.ofMinutes(5),
              Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC)));

  @Test
  void aSignatureMadeElsewhereIsGood() {
    // printf '1680595306.{}' | openssl dgst -sha256 -hmac signing-secret
    FakeWebhook webhook =
        FakeWebhook.withBody("{}")
            .withHeader(
                HEADER,
                "t=1680595306,s=b8a41a3adc70ead60ff82a71ec242f67892863e73e47ea2f3c774dd5739ee48d");

    assertThat(credential.provenBy(webhook)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // seconds old, proven
    "0,      true",
    "1,      true",
    "90000,  true",
    "90001,  false",
    "100000, false",
    "-300,   true",
    "-301,   false",
    "-90000, false",
  })
  void theTimeMayBeTwentyFiveHoursOldOrFiveMinutesAhead(long age, boolean proven) {
    long time = NOW - age;

    assertThat(credential.provenBy(signed("t=" + time + ",s=" + sign(SECRET, time, BODY))))
        .isEqualTo(proven);
  }

  @Test
  void aSpaceMayFollowTheComma() {
    assertThat(credential.provenBy(signed("t=" + NOW + ", s=" + sign(SECRET, NOW, BODY)))).isTrue();
  }

  @Test
  void theHexMayBeInUpperCase() {
    String hex = sign(SECRET, NOW, BODY).toUpperCase(Locale.ROOT);

    assertThat(credential.provenBy(signed("t=" + NOW + ",s=" + hex))).isTrue();
  }

  @Test
  void whileRotatingEveryListedSecretIsGood() {
    assertThat(credential.provenBy(signed("t=" + NOW + ",s=" + sign("older-secret", NOW, BODY))))
        .isTrue();
    assertThat(credential.provenBy(signed("t=" + NOW + ",s=" + sign("oldest-secret", NOW, BODY))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%2$s",
        "s=%2$s",
        "t=%1$s",
        "t=%1$s,s=",
        "t=,s=%2$s",
        "t=%1$s;s=%2$s",
        "t=%1$s s=%2$s",
        "t=%1$s,  s=%2$s",
        "s=%2$s,t=%1$s",
        "t=%1$s,s=%2$s00",
        "t=%1$s,s=%2$.62s",
        "t=%1$s,s=%2$s,s=%2$s",
        "t=%1$s,v=%2$s",
        "t=-%1$s,s=%2$s",
        "t=+%1$s,s=%2$s",
        "t=0%1$s,s=%2$s",
        "t=%1$s.0,s=%2$s",
        "t=%1$s000,s=%2$s",
        "t=99999999999999999999,s=%2$s",
        "t=１６８０５９５３０６,s=%2$s",
        "t=%1$s,s=sha256:%2$s",
      })
  void aHeaderOfAnotherShapeProvesNothing(String shape) {
    String header = shape.formatted(NOW, sign(SECRET, NOW, BODY));

    assertThat(credential.provenBy(signed(header))).isFalse();
  }

  @Test
  void withoutTheHeaderOrWithTwoNothingIsProven() {
    String header = "t=" + NOW + ",s=" + sign(SECRET, NOW, BODY);

    assertThat(credential.provenBy(FakeWebhook.withBody(BODY))).isFalse();
    assertThat(credential.provenBy(signed(header))).isTrue();
    assertThat(credential.provenBy(signed(header).withHeader(HEADER, header))).isFalse();
  }

  @Test
  void everyBitOfTheSignatureCounts() {
    byte[] signature = HexFormat.of().parseHex(sign(SECRET, NOW, BODY));

    for (int bit = 0; bit < signature.length * 8; bit++) {
      String hex = HexFormat.of().formatHex(flipped(signature, bit));
      assertThat(credential.provenBy(signed("t=" + NOW + ",s=" + hex))).as("bit " + bit).isFalse();
    }
  }

  @Test
  void everyBitOfTheBodyCounts() {
    FakeWebhook webhook = signed("t=" + NOW + ",s=" + sign(SECRET, NOW, BODY));
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);

    for (int bit = 0; bit < body.length * 8; bit++) {
      assertThat(credential.provenBy(webhook.carrying(flipped(body, bit))))
          .as("bit " + bit)
          .isFalse();
    }
  }

  @Property
  void theTimeIsSignedToo(@ForAll @IntRange(min = -300, max = 90_000) int age) {
    String header = "t=" + (NOW - age) + ",s=" + sign(SECRET, NOW, BODY);

    assertThat(credential.provenBy(signed(header))).isEqualTo(age == 0);
  }

  @Property
  void theRawBytesAreSignedWhateverTheyAre(@ForAll byte[] body) {
    String signature =
        sign(
            SECRET,
            NOW,
            new String(body, StandardCharsets.ISO_8859_1),
            StandardCharsets.ISO_8859_1);

    assertThat(credential.provenBy(signed("t=" + NOW + ",s=" + signature).carrying(body))).isTrue();
  }

  private static FakeWebhook signed(String header) {
    return FakeWebhook.withBody(BODY).withHeader(HEADER, header);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] other = bytes.clone();
    other[bit / 8] ^= (byte) (1 << bit % 8);
    return other;
  }

  private static String sign(String secret, long time, String body) {
    return sign(secret, time, body, StandardCharsets.UTF_8);
  }

  private static String sign(String secret, long time, String body, Charset charset) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(charset)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
