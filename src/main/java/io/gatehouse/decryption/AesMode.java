package io.gatehouse.decryption;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The modes of AES-256 that vendors use. Which one is ours to set; no message can choose. */
enum AesMode {
  /** PKCS#7 padding. Proves nothing about the sender, and shows equal blocks as equal. */
  ECB(0, 2) {
    @Override
    byte[] decrypt(byte[] key, byte[] iv, ByteBuffer ciphertext) throws GeneralSecurityException {
      return inPlace(cipher("AES/ECB/PKCS5Padding", key, null), ciphertext);
    }
  },
  /** PKCS#7 padding. Proves nothing about the sender. */
  CBC(16, 2) {
    @Override
    byte[] decrypt(byte[] key, byte[] iv, ByteBuffer ciphertext) throws GeneralSecurityException {
      return inPlace(cipher("AES/CBC/PKCS5Padding", key, new IvParameterSpec(iv)), ciphertext);
    }
  },
  /** With a tag of 128 bits at the end of the ciphertext; no shorter one is taken. */
  GCM(12, 3) {
    @Override
    byte[] decrypt(byte[] key, byte[] iv, ByteBuffer ciphertext) throws GeneralSecurityException {
      // Nothing may be seen of the plaintext before the tag at the end has been checked.
      return cipher("AES/GCM/NoPadding", key, new GCMParameterSpec(TAG_BITS, iv))
          .doFinal(
              ciphertext.array(),
              ciphertext.arrayOffset() + ciphertext.position(),
              ciphertext.remaining());
    }
  };

  private static final int TAG_BITS = 128;
  private static final int PIECE = 64 * 1024;

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

  /** What decoding and decrypting take, for each byte of the encoded ciphertext. */
  int inMemory() {
    return inMemory;
  }

  /**
   * Decrypts.
   *
   * @param ciphertext with an array, which may be overwritten
   * @return the plaintext
   * @throws GeneralSecurityException where the ciphertext is not good
   */
  abstract byte[] decrypt(byte[] key, byte[] iv, ByteBuffer ciphertext)
      throws GeneralSecurityException;

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
