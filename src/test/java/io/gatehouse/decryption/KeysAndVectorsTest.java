package io.gatehouse.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.decryption.DecryptAes.Encoding;
import io.gatehouse.decryption.DecryptAes.IvLayout;
import io.gatehouse.decryption.DecryptAes.KeyDerivation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How keys and initialization vectors are derived from what the vendors write. */
class KeysAndVectorsTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @Test
  void komparsVectorIsTheHexOfItsEightBytesAsText() {
    byte[] vector = IvLayout.komparVector(Base64.getDecoder().decode("ABEiM0RVZqo="));

    assertThat(vector).asString(StandardCharsets.US_ASCII).isEqualTo("00112233445566aa");
  }

  @Property
  void everyVectorOfEightBytesBecomesSixteenLowerCaseDigits(@ForAll @Size(8) byte[] bytes) {
    assertThat(IvLayout.komparVector(bytes))
        .asString(StandardCharsets.US_ASCII)
        .matches("[0-9a-f]{16}")
        .isEqualTo(HexFormat.of().formatHex(bytes));
  }

  @Property
  void aVectorOfSixteenBytesIsUsedAsItIs(@ForAll @Size(16) byte[] bytes) {
    assertThat(IvLayout.komparVector(bytes)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 12, 15, 17, 24, 32})
  void aVectorOfAnyOtherLengthIsNone(int length) {
    assertThatIllegalArgumentException().isThrownBy(() -> IvLayout.komparVector(new byte[length]));
  }

  @Test
  void anAsciiKeyIsItsThirtyTwoCharacters() {
    assertThat(KeyDerivation.ASCII.derive(KEY)).asString(StandardCharsets.US_ASCII).isEqualTo(KEY);
  }

  @Test
  void ofALongerKeyTheFirstThirtyTwoCharactersCount() {
    assertThat(KeyDerivation.FIRST_32_BYTES.derive(KEY + "ghi"))
        .isEqualTo(KeyDerivation.FIRST_32_BYTES.derive(KEY))
        .isEqualTo(KeyDerivation.ASCII.derive(KEY));
  }

  @Test
  void aDigestedKeyIsItsSha256() {
    // printf 'pässword' | sha256sum
    assertThat(KeyDerivation.SHA_256.derive("pässword"))
        .isEqualTo(
            HexFormat.of()
                .parseHex("3478267b5612791b40988906b3a7897eb6ab501e04b95ed32f99d0afdf669d9c"));
  }

  @ParameterizedTest
  @CsvSource({
    "ASCII,          0123456789abcdef0123456789abcde",
    "ASCII,          0123456789abcdef0123456789abcdefg",
    "ASCII,          0123456789abcdef0123456789abcdeä",
    "ASCII,          ''",
    "FIRST_32_BYTES, 0123456789abcdef0123456789abcde",
    "FIRST_32_BYTES, 0123456789abcdef0123456789abcdeä",
    "FIRST_32_BYTES, ''",
  })
  void aTextThatCannotBeAKeyIsRefusedWithoutBeingRepeated(KeyDerivation derivation, String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> derivation.derive(text))
        .withMessageContaining("32 ASCII characters")
        .withMessageNotContaining("0123456789");
  }

  @Property
  void everyDerivationGivesThirtyTwoBytes(@ForAll @IntRange(min = 32, max = 200) int length) {
    String text = "k".repeat(length);

    assertThat(KeyDerivation.FIRST_32_BYTES.derive(text)).hasSize(32);
    assertThat(KeyDerivation.SHA_256.derive(text)).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({
    // encoding, text,    bytes in hex; none where it is refused
    "BASE64,     AAEC/w==, 000102ff",
    "BASE64,     '',       ''",
    "BASE64,     'AAEC /w==',",
    "BASE64,     'AAEC\n/w==',",
    "BASE64,     AAEC_w==,",
    "BASE64,     AAEC/w=,",
    "BASE64,     AAEC/w==AA,",
    "BASE64,     A,",
    "BASE64,     =,",
    "BASE64,     AAEC/w==%,",
    "HEX,        000102ff, 000102ff",
    "HEX,        000102FF, 000102ff",
    "HEX,        '',       ''",
    "HEX,        000102f,",
    "HEX,        0x0102ff,",
    "HEX,        '00 01',",
    "HEX,        000102fg,",
  })
  void bytesAreReadStrictly(Encoding encoding, String text, String hex) {
    if (hex == null) {
      assertThatIllegalArgumentException().isThrownBy(() -> encoding.decode(utf8(text)));
    } else {
      assertThat(encoding.decode(utf8(text)))
          .isEqualTo(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
