package io.gatehouse.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate, for tests only.
 *
 * @param broker private key and certificate in PEM, for the broker
 * @param trusted the certificate alone in PEM, for clients that trust it
 */
record Certificate(Path broker, Path trusted) {

  private static final String PASSWORD = "for-this-test";

  /** Makes one for this host, with the JDK's keytool. */
  static Certificate of(String host, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Victim.run(
        keytool.toString(),
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + host,
        "-ext",
        "san=dns:" + host,
        "-validity",
        "2");
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      String key = pem("PRIVATE KEY", keys.getKey("broker", PASSWORD.toCharArray()).getEncoded());
      String certificate = pem("CERTIFICATE", keys.getCertificate("broker").getEncoded());
      return new Certificate(
          Files.writeString(folder.resolve("tls.pem"), key + certificate),
          Files.writeString(folder.resolve("ca.pem"), certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(
            kind,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes),
            kind);
  }

  /** What a client adds to its URL to trust this certificate. */
  String inUrl() {
    return "sslEnabled=true&trustStoreType=PEMCA&trustStorePath=" + trusted;
  }
}
