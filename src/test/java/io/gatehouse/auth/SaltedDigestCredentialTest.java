package io.gatehouse.auth;

import static io.gatehouse.settings.TestSecrets.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.FakeWebhook;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaltedDigestCredentialTest {

  /** Made with {@code printf '{}%s' $(printf shared-secret | sha256sum) | sha256sum}. */
  private static final String DIGEST =
      "b58a3dd9b3773528eec6ee306e8d13575107d911f9c14bb22a11ec986bfcb2d5";

  private final Credential.SaltedDigest credential =
      new Credential.SaltedDigest("Signature", accepting("new-secret", "shared-secret"));

  @Test
  void aDigestMadeElsewhereIsGood() {
    assertThat(credential.provenBy(signed(DIGEST))).isTrue();
  }

  @Test
  void theHexMayBeInUpperCase() {
    assertThat(credential.provenBy(signed(DIGEST.toUpperCase(Locale.ROOT)))).isTrue();
  }

  @Test
  void everyBitOfTheDigestCounts() {
    for (int bit = 0; bit < 256; bit++) {
      byte[] digest = HexFormat.of().parseHex(DIGEST);
      digest[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(credential.provenBy(signed(HexFormat.of().formatHex(digest)))).isFalse();
    }
  }

  @Test
  void theDigestIsOfThisBodyOnly() {
    assertThat(credential.provenBy(FakeWebhook.withBody("{ }").withHeader("Signature", DIGEST)))
        .isFalse();
    assertThat(credential.provenBy(FakeWebhook.withBody("").withHeader("Signature", DIGEST)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0", "sha256=" + DIGEST, DIGEST + "0", DIGEST + "," + DIGEST})
  void anythingElseProvesNothing(String header) {
    assertThat(credential.provenBy(signed(header))).isFalse();
  }

  @Test
  void withoutTheHeaderOrWithTwoNothingIsProven() {
    assertThat(credential.provenBy(FakeWebhook.withBody("{}"))).isFalse();
    assertThat(credential.provenBy(signed(DIGEST).withHeader("Signature", DIGEST))).isFalse();
  }

  private static FakeWebhook signed(String header) {
    return FakeWebhook.withBody("{}").withHeader("Signature", header);
  }
}
