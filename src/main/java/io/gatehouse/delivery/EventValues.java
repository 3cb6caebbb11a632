package io.gatehouse.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The values of an event that may be personal data: every text and number of its data, and all
 * attributes that the gateway has not set itself. They are streamed, not kept, since an event may
 * be large.
 */
final class EventValues {

  /** How many equal characters in a row count as a shared part. */
  static final int SHARED = 4;

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> OURS =
      Set.of("specversion", "type", "source", "vendor", "receivedtime", "time", "traceparent");
  private static final int HASHES = 1 << 16;

  private final QueuedEvent event;

  private EventValues(QueuedEvent event) {
    this.event = event;
  }

  static EventValues of(QueuedEvent event) {
    return new EventValues(event);
  }

  /** A text as it is compared, of the same length: each character in lower case. */
  static String small(String text) {
    StringBuilder small = new StringBuilder(text.length());
    text.chars().forEach(c -> small.append(Character.toLowerCase((char) c)));
    return small.toString();
  }

  /** Which of these texts, each of {@link #SHARED} lower-case characters, are part of a value. */
  Set<String> sharing(Set<String> texts) {
    Search search = new Search(texts);
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      if (!OURS.contains(attribute.getKey())) {
        search.in(attribute.getValue().toCharArray(), 0, attribute.getValue().length());
      }
    }
    try {
      searchJson(search);
    } catch (IOException e) {
      char[] text = new String(event.data(), StandardCharsets.UTF_8).toCharArray();
      search.in(text, 0, text.length);
    }
    return search.found;
  }

  private void searchJson(Search search) throws IOException {
    try (JsonParser json =
        JSON.createParser(
            new InputStreamReader(
                new ByteArrayInputStream(event.data()), StandardCharsets.UTF_8))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
          search.in(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        }
      }
    }
  }

  /** Searches values for texts; most of them have no hash in common with one. */
  private static final class Search {

    private final Set<String> texts;
    private final BitSet hashes = new BitSet(HASHES);
    private final Set<String> found = new HashSet<>();

    Search(Set<String> texts) {
      this.texts = texts;
      for (String text : texts) {
        int hash = 0;
        for (int i = 0; i < SHARED; i++) {
          hash = next(hash, text.charAt(i));
        }
        hashes.set(hash);
      }
    }

    /** Only the last four characters remain in a hash of sixteen bits. */
    private static int next(int hash, char c) {
      return ((hash << 4) ^ (c * 31)) & (HASHES - 1);
    }

    void in(char[] value, int offset, int length) {
      int hash = 0;
      for (int i = 0; i < length; i++) {
        hash = next(hash, Character.toLowerCase(value[offset + i]));
        if (i + 1 >= SHARED && hashes.get(hash)) {
          String text = small(new String(value, offset + i + 1 - SHARED, SHARED));
          if (texts.contains(text)) {
            found.add(text);
          }
        }
      }
    }
  }
}
