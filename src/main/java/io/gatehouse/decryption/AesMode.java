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

/** The modes of AES-256 that vendors use. The mode is configured; a message cannot select it. */
enum AesMode {
  /** With PKCS#7 padding. Does not authenticate the sender, and reveals equal blocks. */
  ECB("AES/ECB/PKCS5Padding", 0, 2),

  /** With PKCS#7 padding. Does not authenticate the sender. */
  CBC("AES/CBC/PKCS5Padding", 16, 2),

  /** With a tag of 128 bits at the end of the ciphertext; no shorter tag is accepted. */
  GCM("AES/GCM/NoPadding", 12, 3);

  private static final int TAG_BITS = 128;
  private static final int PIECE = 64 * 1024;
  private static final int LARGEST_FOR_CAMEL = 64 * 1024;
  private static final int COPIES_OF_CAMEL = 4;

  private final String transformation;
  private final int ivLength;
  private final int inMemory;

  AesMode(String transformation, int ivLength, int inMemory) {
    this.transformation = transformation;
    this.ivLength = ivLength;
    this.inMemory = inMemory;
  }

  /** The length of the initialization vector in bytes. */
  int ivLength() {
    return ivLength;
  }

  /**
   * The most memory for decoding and decrypting, in bytes.
   *
   * @param encoded the length of the encoded ciphertext
   */
  long inMemory(int encoded) {
    return (long) encoded * (encoded > LARGEST_FOR_CAMEL ? inMemory : COPIES_OF_CAMEL + inMemory);
  }

  /**
   * Decrypts. Bodies of a usual size are decrypted with camel-crypto, which keeps several copies,
   * except in GCM: it makes an IvParameterSpec of the vector, which GCM does not accept.
   *
   * @param ciphertext with an array, which may be overwritten
   * @return the plaintext
   * @throws Exception of any type if the ciphertext is invalid
   */
  byte[] decrypt(CamelContext context, byte[] key, byte[] iv, ByteBuffer ciphertext)
      throws Exception {
    byte[] bytes = ciphertext.array();
    int begin = ciphertext.arrayOffset() + ciphertext.position();
    int length = ciphertext.remaining();
    if (this == GCM) {
      // None of the plaintext may be used before the tag at the end has been checked.
      return cipher(key, new GCMParameterSpec(TAG_BITS, iv)).doFinal(bytes, begin, length);
    }
    if (length > LARGEST_FOR_CAMEL) {
      return inPlace(cipher(key, this == CBC ? new IvParameterSpec(iv) : null), ciphertext);
    }
    CryptoDataFormat format = new CryptoDataFormat(transformation, new SecretKeySpec(key, "AES"));
    format.setShouldAppendHMAC(false);
    if (this == CBC) {
      format.setInitVector(iv);
    }
    Exchange exchange = new DefaultExchange(context);
    InputStream in = new ByteArrayInputStream(bytes, begin, length);
    return context
        .getTypeConverter()
        .mandatoryConvertTo(byte[].class, exchange, format.unmarshal(exchange, in));
  }

  private Cipher cipher(byte[] key, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), parameters);
    return cipher;
  }

  /**
   * Decrypts in place: Java would keep the whole ciphertext twice more, and the plaintext never
   * overtakes it.
   */
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
