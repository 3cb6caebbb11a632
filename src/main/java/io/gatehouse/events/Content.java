package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * An event's content as digests: enough to compare it with the content of an earlier event with the
 * same key. Content with few possible values can be guessed from them.
 *
 * @param whole 128 bits over all of it, in hex
 * @param members 24 bits over each top-level member, in base64, concatenated; if there are more
 *     than sixteen, a dot and 60 bits over all of them
 */
public record Content(String whole, String members) {

  private static final int WHOLE_BYTES = 16;
  private static final int MOST_MEMBERS = 16;
  private static final int MEMBER_BYTES = 3;
  private static final int MEMBER_LENGTH = 4;
  private static final String MANY = ".";
  private static final int MANY_LENGTH = 10;

  /** The content of a JSON object. */
  static Content of(JsonNode event) {
    MessageDigest all = DigestUtils.getSha256Digest();
    StringBuilder members = new StringBuilder();
    Map<String, JsonNode> sorted = new TreeMap<>();
    event.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    sorted.forEach(
        (name, value) -> {
          byte[] digest = NaturalKey.digest(name, value);
          all.update(digest);
          members.append(base64(Arrays.copyOf(digest, MEMBER_BYTES)));
        });
    byte[] whole = all.digest();
    return new Content(
        HexFormat.of().formatHex(whole, 0, WHOLE_BYTES),
        sorted.size() <= MOST_MEMBERS
            ? members.toString()
            : MANY + base64(whole).substring(0, MANY_LENGTH));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Whether this contains nothing new: it is equal, or has fewer members.
   *
   * @param earlier the {@link #members} of the earlier event
   */
  public boolean isPartOf(String earlier) {
    if (members.startsWith(MANY) || earlier.startsWith(MANY)) {
      return members.equals(earlier);
    }
    for (int at = 0; at < members.length(); at += MEMBER_LENGTH) {
      if (!hasMember(earlier, members.substring(at, at + MEMBER_LENGTH))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasMember(String members, String wanted) {
    for (int at = 0; at < members.length(); at += MEMBER_LENGTH) {
      if (members.startsWith(wanted, at)) {
        return true;
      }
    }
    return false;
  }

  /** A key of this content alone, among those that share a natural key. */
  public String keyUnder(String naturalKey) {
    return NaturalKey.digest(naturalKey, whole);
  }
}
