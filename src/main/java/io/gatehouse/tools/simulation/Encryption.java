package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.settings.BadSettingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * How a vendor encrypts: AES-256 in an object with the member {@code data}.
 *
 * @param key text from which the key is derived
 */
record Encryption(String key, KeyDerivation keyDerivation, Mode mode, Iv iv, Encoding encoding) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;

  Encryption {
    key = key == null ? "" : key;
    keyDerivation = keyDerivation == null ? KeyDerivation.FIRST_32_BYTES : keyDerivation;
    mode = mode == null ? Mode.CBC : mode;
    iv = iv == null ? Iv.AUTOMATIC : iv;
    encoding = encoding == null ? Encoding.BASE64 : encoding;
  }

  /** How the key's 32 bytes are derived from its text. */
  enum KeyDerivation {
    @JsonProperty("first-32-bytes")
    FIRST_32_BYTES,
    @JsonProperty("ascii")
    ASCII,
    @JsonProperty("sha-256")
    SHA_256
  }

  enum Mode {
    ECB("AES/ECB/PKCS5Padding", 0),
    CBC("AES/CBC/PKCS5Padding", 16),
    GCM("AES/GCM/NoPadding", 12);

    private final String transformation;
    private final int vectorBytes;

    Mode(String transformation, int vectorBytes) {
      this.transformation = transformation;
      this.vectorBytes = vectorBytes;
    }
  }

  /** Where the initialization vector is. */
  enum Iv {
    /** It precedes the ciphertext; in ECB there is none. */
    AUTOMATIC,
    /** 8 bytes in the member {@code iv}; the vector is the ASCII of their 16 hex digits. */
    KOMPAR
  }

  enum Encoding {
    BASE64,
    HEX;

    String write(byte[] bytes) {
      return this == HEX
          ? HexFormat.of().formatHex(bytes)
          : Base64.getEncoder().encodeToString(bytes);
    }
  }

  /**
   * An encrypted body, with a new initialization vector.
   *
   * @param damaged whether to drop the last byte of the ciphertext
   */
  byte[] seal(byte[] plaintext, boolean damaged) {
    byte[] sent = random(iv == Iv.KOMPAR ? mode.vectorBytes / 2 : mode.vectorBytes);
    byte[] vector =
        iv == Iv.KOMPAR ? HexFormat.of().formatHex(sent).getBytes(StandardCharsets.US_ASCII) : sent;
    byte[] whole = encrypt(plaintext, vector);
    byte[] ciphertext = damaged ? Arrays.copyOf(whole, whole.length - 1) : whole;
    ObjectNode sealed = JsonNodeFactory.instance.objectNode();
    if (iv == Iv.KOMPAR) {
      sealed.put("data", encoding.write(ciphertext)).put("iv", encoding.write(sent));
    } else {
      byte[] both = Arrays.copyOf(sent, sent.length + ciphertext.length);
      System.arraycopy(ciphertext, 0, both, sent.length, ciphertext.length);
      sealed.put("data", encoding.write(both));
    }
    return sealed.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] encrypt(byte[] plaintext, byte[] vector) {
    try {
      Cipher cipher = Cipher.getInstance(mode.transformation);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keyBytes(), "AES"), parameters(vector));
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES", e);
    }
  }

  private AlgorithmParameterSpec parameters(byte[] vector) {
    return switch (mode) {
      case ECB -> null;
      case CBC -> new IvParameterSpec(vector);
      case GCM -> new GCMParameterSpec(TAG_BITS, vector);
    };
  }

  private byte[] keyBytes() {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    if (keyDerivation == KeyDerivation.SHA_256) {
      return DigestUtils.sha256(text);
    }
    if (text.length < KEY_BYTES) {
      throw new BadSettingException(
          "The key that bodies are encrypted under must have at least 32 characters, but has %d."
              .formatted(text.length));
    }
    return Arrays.copyOf(text, KEY_BYTES);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
