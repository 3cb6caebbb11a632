package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;

/** Digests of what identifies an event for which the vendor sends no id. */
final class NaturalKey {

  private static final int BYTES = 16;
  private static final int SHORT_BYTES = 8;

  private NaturalKey() {}

  /** 128 bits of SHA-256 over the parts, in hex; the parts' boundaries are unambiguous. */
  static String digest(byte[]... parts) {
    return HexFormat.of().formatHex(sha256(parts), 0, BYTES);
  }

  /** The digest of texts. */
  static String digest(String... parts) {
    return digest(bytes(parts));
  }

  /** 64 bits of the same, in base64 for URLs, for values that are compared with few others. */
  static String shortDigest(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(sha256(bytes(parts)), SHORT_BYTES));
  }

  private static byte[] sha256(byte[]... parts) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    for (byte[] part : parts) {
      sha256.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha256.update(part);
    }
    return sha256.digest();
  }

  private static byte[][] bytes(String... parts) {
    return Arrays.stream(parts)
        .map(part -> part.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /** A JSON value as text, independent of the order of members. */
  static String canonical(JsonNode node) {
    StringBuilder text = new StringBuilder();
    append(node, text::append);
    return text.toString();
  }

  /** SHA-256 over a member in its canonical form, which is never in memory as a whole. */
  static byte[] digest(String name, JsonNode value) {
    DigestedText text = new DigestedText();
    text.accept(name.length() + ":" + name + "=");
    append(value, text);
    return text.digest();
  }

  private static void append(JsonNode node, Consumer<String> text) {
    if (node.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      text.accept("{");
      members.forEach(
          (name, value) -> {
            text.accept(name.length() + ":" + name + "=");
            append(value, text);
          });
      text.accept("}");
    } else if (node.isArray()) {
      text.accept("[");
      node.forEach(element -> append(element, text));
      text.accept("]");
    } else if (node instanceof LongText longText && text instanceof DigestedText digested) {
      text.accept("\"" + longText.size() + ";");
      digested.accept(longText);
    } else if (node.isTextual()) {
      text.accept("\"" + node.textValue().length() + ":");
      text.accept(node.textValue());
    } else {
      text.accept(node + ";");
    }
  }

  /** Digests the characters of texts as they arrive, two bytes each. */
  private static final class DigestedText implements Consumer<String> {

    private static final int BUFFER = 4096;

    private final MessageDigest sha256 = DigestUtils.getSha256Digest();
    private final byte[] buffer = new byte[BUFFER];
    private int filled;

    @Override
    public void accept(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        buffer[filled++] = (byte) (c >> Byte.SIZE);
        buffer[filled++] = (byte) c;
        if (filled == BUFFER) {
          flush();
        }
      }
    }

    /** Digests a long text as it was written, so that it need not become a string. */
    void accept(LongText text) {
      flush();
      text.writtenTo(sha256::update);
    }

    private void flush() {
      sha256.update(buffer, 0, filled);
      filled = 0;
    }

    byte[] digest() {
      flush();
      return sha256.digest();
    }
  }
}
