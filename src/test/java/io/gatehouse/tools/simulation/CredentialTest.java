package io.gatehouse.tools.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Vendors' credentials; the expected codes were computed with openssl. */
class CredentialTest {

  private static final byte[] BODY =
      "{\"id\":\"v-1\",\"name\":\"Åsa\"}".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static String value(Credential.Proof proof) {
    return proof.header(BODY, NOW, null).value();
  }

  private static Credential.Hmac hmac(
      String secret, String algorithm, String over, String value, String join) {
    return new Credential.Hmac("X-Signature", secret, algorithm, over, value, join);
  }

  @Test
  void hexOverTheRawBody() {
    assertThat(value(hmac("first-secret", null, null, null, null)))
        .isEqualTo("8403b0bf74bb24860347d46b30c5793db428e2af59bcee5c387a40a5c6298894");
  }

  @Test
  void anotherAlgorithmAndAnotherWayToWriteIt() {
    assertThat(value(hmac("first-secret", "HmacSHA1", null, "sha1={base64}", null)))
        .isEqualTo("sha1=5NGxsaK9oJgErHl/b6xrwskf9lM=");
  }

  @Test
  void timeAndBodyForEachSecretWhileItIsChanged() {
    assertThat(value(hmac("new-secret,old-secret", null, "{t}.{body}", "t={t},v1={hex}", " ")))
        .isEqualTo(
            "t=1700000000,v1=07c19292b76b78e4a5fd155cde6e7453424fa0cd4dd1fdbf9572b3bb7bd21cf2 t=1700000000,v1=7ad7c7cf746f61f15a8633c05e2b8fc990592efa98b287c2f3dce7787c4c4155");
  }

  @Test
  void withoutAJoinTheFirstSecretIsTheOne() {
    assertThat(value(hmac("new-secret,old-secret", null, "{t}.{body}", "{hex}", null)))
        .isEqualTo("07c19292b76b78e4a5fd155cde6e7453424fa0cd4dd1fdbf9572b3bb7bd21cf2");
  }

  @Test
  void aDigestThatIsSaltedWithTheDigestOfTheSecret() {
    assertThat(value(new Credential.SaltedDigest("Signature", "first-secret")))
        .isEqualTo("194553812a13a9382296025ad2a5994c049a2562c39c70103765dc22f514e5cd");
  }

  @Test
  void anAlgorithmThatJavaDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> value(hmac("s", "HMAC-256", null, null, null)))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("HMAC-256 is no HMAC of Java's");
  }
}
