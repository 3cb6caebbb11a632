package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/** Digests of what identifies an event where the vendor gives no id. */
final class NaturalKey {

  private static final int BYTES = 16;

  private NaturalKey() {}

  /** 128 bits of SHA-256 over the parts, in hex; where one part ends cannot be mistaken. */
  static String digest(byte[]... parts) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    for (byte[] part : parts) {
      sha256.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha256.update(part);
    }
    return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
  }

  /** The digest of texts. */
  static String digest(String... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    return digest(bytes);
  }

  /** A JSON value as text that is the same whichever order the members come in. */
  static String canonical(JsonNode node) {
    StringBuilder text = new StringBuilder();
    append(node, text);
    return text.toString();
  }

  private static void append(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      text.append('{');
      members.forEach(
          (name, value) -> {
            text.append(name.length()).append(':').append(name).append('=');
            append(value, text);
          });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(element -> append(element, text));
      text.append(']');
    } else {
      text.append(node).append(';');
    }
  }
}
