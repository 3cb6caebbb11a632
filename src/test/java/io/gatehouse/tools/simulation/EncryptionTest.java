package io.gatehouse.tools.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.simulation.Encryption.Encoding;
import io.gatehouse.tools.simulation.Encryption.Iv;
import io.gatehouse.tools.simulation.Encryption.KeyDerivation;
import io.gatehouse.tools.simulation.Encryption.Mode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated bodies can be decrypted by the vendors' rules. */
class EncryptionTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String SHA_256_OF_SHORT =
      "f9b0078b5df596d2ea19010c001bbd009e651de2c57e8fb7e355f31eb9d3f739";
  private static final String TEXT = "{\"name\":\"Åsa\"}";

  private static JsonNode sealed(Encryption encryption) throws Exception {
    return new ObjectMapper()
        .readTree(encryption.seal(TEXT.getBytes(StandardCharsets.UTF_8), false));
  }

  private static String open(String transformation, byte[] key, byte[] iv, byte[] ciphertext)
      throws Exception {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        iv.length == 0
            ? null
            : transformation.contains("GCM")
                ? new GCMParameterSpec(128, iv)
                : new IvParameterSpec(iv));
    return new String(cipher.doFinal(ciphertext), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "ECB, AES/ECB/PKCS5Padding, 0,  BASE64",
    "CBC, AES/CBC/PKCS5Padding, 16, BASE64",
    "GCM, AES/GCM/NoPadding,    12, BASE64",
    "GCM, AES/GCM/NoPadding,    12, HEX",
  })
  void theVectorPrecedesTheCiphertext(
      Mode mode, String transformation, int vector, Encoding encoding) throws Exception {
    String data =
        sealed(new Encryption(KEY + "more", null, mode, Iv.AUTOMATIC, encoding))
            .get("data")
            .asText();

    byte[] bytes =
        encoding == Encoding.HEX ? HexFormat.of().parseHex(data) : Base64.getDecoder().decode(data);
    assertThat(
            open(
                transformation,
                KEY.getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(bytes, vector),
                Arrays.copyOfRange(bytes, vector, bytes.length)))
        .isEqualTo(TEXT);
  }

  @Test
  void komparsVectorIsTheHexOfEightBytes() throws Exception {
    JsonNode sealed =
        sealed(new Encryption(KEY, KeyDerivation.ASCII, Mode.CBC, Iv.KOMPAR, Encoding.BASE64));

    byte[] iv = Base64.getDecoder().decode(sealed.get("iv").asText());
    assertThat(iv).hasSize(8);
    assertThat(
            open(
                "AES/CBC/PKCS5Padding",
                KEY.getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().formatHex(iv).getBytes(StandardCharsets.US_ASCII),
                Base64.getDecoder().decode(sealed.get("data").asText())))
        .isEqualTo(TEXT);
  }

  @Test
  void aKeyCanBeADigest() throws Exception {
    JsonNode sealed = sealed(new Encryption("short", KeyDerivation.SHA_256, Mode.ECB, null, null));

    assertThat(
            open(
                "AES/ECB/PKCS5Padding",
                HexFormat.of().parseHex(SHA_256_OF_SHORT),
                new byte[0],
                Base64.getDecoder().decode(sealed.get("data").asText())))
        .isEqualTo(TEXT);
  }

  @Test
  void aKeyThatIsTooShortIsNamedByItsLengthAlone() {
    assertThatThrownBy(() -> sealed(new Encryption("short", null, Mode.ECB, null, null)))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("at least 32 characters, but has 5")
        .hasMessageNotContaining("short");
  }
}
