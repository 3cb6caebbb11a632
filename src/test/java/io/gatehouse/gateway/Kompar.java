package io.gatehouse.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Requests as Kompar sends them, with a new initialization vector each time. */
public final class Kompar {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private Kompar() {}

  /** The same under a key that the gateway has only if it is configured. */
  public static Request application(String json, String key) {
    return application("").body(encrypt(json, key));
  }

  /** An encrypted application with the token of the profile {@code local}. */
  public static Request application(String json) {
    return Request.post("/webhooks/kompar/applications")
        .header("Authorization", "token local-kompar-token")
        .body(encrypt(json));
  }

  /** An encrypted body. */
  public static String encrypt(String json) {
    return encrypt(json, KEY);
  }

  private static String encrypt(String json, String key) {
    try {
      byte[] iv = new byte[8];
      new SecureRandom().nextBytes(iv);
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "AES"),
          new IvParameterSpec(HexFormat.of().formatHex(iv).getBytes(StandardCharsets.US_ASCII)));
      Base64.Encoder base64 = Base64.getEncoder();
      return "{\"data\":\"%s\",\"iv\":\"%s\"}"
          .formatted(
              base64.encodeToString(cipher.doFinal(json.getBytes(StandardCharsets.UTF_8))),
              base64.encodeToString(iv));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
