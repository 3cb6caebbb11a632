package io.gatehouse.decryption;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.support.DefaultExchange;

/** The modes of AES-256 that vendors use. Which one is ours to set; no message can choose. */
enum AesMode {
  /** PKCS#7 padding. Proves nothing about the sender, and shows equal blocks as equal. */
  ECB(0) {
    @Override
    byte[] decrypt(CamelContext context, byte[] key, byte[] iv, byte[] ciphertext)
        throws Exception {
      return withCamelCrypto(context, "AES/ECB/PKCS5Padding", key, null, ciphertext);
    }
  },
  /** PKCS#7 padding. Proves nothing about the sender. */
  CBC(16) {
    @Override
    byte[] decrypt(CamelContext context, byte[] key, byte[] iv, byte[] ciphertext)
        throws Exception {
      return withCamelCrypto(context, "AES/CBC/PKCS5Padding", key, iv, ciphertext);
    }
  },
  /** With a tag of 128 bits at the end of the ciphertext; no shorter one is taken. */
  GCM(12) {
    @Override
    byte[] decrypt(CamelContext context, byte[] key, byte[] iv, byte[] ciphertext)
        throws GeneralSecurityException {
      // camel-crypto makes an IvParameterSpec of the vector, which GCM does not take.
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
      return cipher.doFinal(ciphertext);
    }
  };

  private static final int TAG_BITS = 128;

  private final int ivLength;

  AesMode(int ivLength) {
    this.ivLength = ivLength;
  }

  /** How many bytes the initialization vector has. */
  int ivLength() {
    return ivLength;
  }

  /** The plaintext, or an exception of whatever kind where the ciphertext is not good. */
  abstract byte[] decrypt(CamelContext context, byte[] key, byte[] iv, byte[] ciphertext)
      throws Exception;

  private static byte[] withCamelCrypto(
      CamelContext context, String algorithm, byte[] key, byte[] iv, byte[] ciphertext)
      throws Exception {
    CryptoDataFormat format = new CryptoDataFormat(algorithm, new SecretKeySpec(key, "AES"));
    format.setShouldAppendHMAC(false);
    if (iv != null) {
      format.setInitVector(iv);
    }
    Exchange exchange = new DefaultExchange(context);
    Object plaintext = format.unmarshal(exchange, new ByteArrayInputStream(ciphertext));
    return context.getTypeConverter().mandatoryConvertTo(byte[].class, exchange, plaintext);
  }
}
