package io.gatehouse.decryption;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.support.DefaultExchange;

/** The modes of AES-256 that vendors use. Which one is ours to set; no message can choose. */
enum AesMode {
  /** PKCS#7 padding. Proves nothing about the sender, and shows equal blocks as equal. */
  ECB(0, 2) {
    @Override
    byte[] decrypt(CamelContext context, byte[] key, byte[] iv, ByteBuffer ciphertext)
        throws Exception {
      return padded(context, "AES/ECB/PKCS5Padding", key, null, ciphertext);
    }
  },
  /** PKCS#7 padding. Proves nothing about the sender. */
  CBC(16, 2) {
    @Override
    byte[] decrypt(CamelContext context, byte[] key, byte[] iv, ByteBuffer ciphertext)
        throws Exception {
      return padded(context, "AES/CBC/PKCS5Padding", key, iv, ciphertext);
    }
  },
  /** With a tag of 128 bits at the end of the ciphertext; no shorter one is taken. */
  GCM(12, 3) {
    @Override
    byte[] decrypt(CamelContext context, byte[] key, byte[] iv, ByteBuffer ciphertext)
        throws GeneralSecurityException {
      // camel-crypto makes an IvParameterSpec of the vector, which GCM does not take. Nothing may
      // be seen of the plaintext before the tag at the end has been checked.
      return cipher("AES/GCM/NoPadding", key, new GCMParameterSpec(TAG_BITS, iv))
          .doFinal(
              ciphertext.array(),
              ciphertext.arrayOffset() + ciphertext.position(),
              ciphertext.remaining());
    }
  };

  private static final int TAG_BITS = 128;
  private static final int PIECE = 64 * 1024;
  private static final int LARGEST_FOR_CAMEL = 64 * 1024;
  private static final int COPIES_OF_CAMEL = 4;

  private final int ivLength;
  private final int inMemory;

  AesMode(int ivLength, int inMemory) {
    this.ivLength = ivLength;
    this.inMemory = inMemory;
  }

  /** How many bytes the initialization vector has. */
  int ivLength() {
    return ivLength;
  }

  /**
   * What decoding and decrypting take at most, in bytes.
   *
   * @param encoded how long the encoded ciphertext is
   */
  long inMemory(int encoded) {
    return (long) encoded * (encoded > LARGEST_FOR_CAMEL ? inMemory : COPIES_OF_CAMEL + inMemory);
  }

  /**
   * Decrypts.
   *
   * @param ciphertext with an array, which may be overwritten
   * @return the plaintext
   * @throws Exception of whatever kind where the ciphertext is not good
   */
  abstract byte[] decrypt(CamelContext context, byte[] key, byte[] iv, ByteBuffer ciphertext)
      throws Exception;

  /** camel-crypto holds what it opens several times, which is little for bodies of a usual size. */
  private static byte[] padded(
      CamelContext context, String algorithm, byte[] key, byte[] iv, ByteBuffer ciphertext)
      throws Exception {
    if (ciphertext.remaining() > LARGEST_FOR_CAMEL) {
      return inPlace(
          cipher(algorithm, key, iv == null ? null : new IvParameterSpec(iv)), ciphertext);
    }
    CryptoDataFormat format = new CryptoDataFormat(algorithm, new SecretKeySpec(key, "AES"));
    format.setShouldAppendHMAC(false);
    if (iv != null) {
      format.setInitVector(iv);
    }
    Exchange exchange = new DefaultExchange(context);
    InputStream in =
        new ByteArrayInputStream(
            ciphertext.array(),
            ciphertext.arrayOffset() + ciphertext.position(),
            ciphertext.remaining());
    return context
        .getTypeConverter()
        .mandatoryConvertTo(byte[].class, exchange, format.unmarshal(exchange, in));
  }

  private static Cipher cipher(String algorithm, byte[] key, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), parameters);
    return cipher;
  }

  /** Java would hold the whole ciphertext twice more; the plaintext is never ahead of it. */
  private static byte[] inPlace(Cipher cipher, ByteBuffer ciphertext)
      throws GeneralSecurityException {
    byte[] bytes = ciphertext.array();
    int begin = ciphertext.arrayOffset() + ciphertext.position();
    int end = begin + ciphertext.remaining();
    int length = begin;
    for (int at = begin; at < end; at += PIECE) {
      length += cipher.update(bytes, at, Math.min(PIECE, end - at), bytes, length);
    }
    length += cipher.doFinal(bytes, length);
    return Arrays.copyOfRange(bytes, begin, length);
  }
}
