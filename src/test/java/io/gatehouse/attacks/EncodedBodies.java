package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Sends bodies with a content encoding, and checks whether one of them was decoded. */
final class EncodedBodies {

  private static final int MEGABYTES = 64;

  private EncodedBodies() {}

  /** A sentence for each body that was not refused for its encoding, or is on the bus. */
  static List<String> breaches(Gateway gateway, String encoding) {
    String subject = Marked.subject("encoded");
    byte[] event = Marked.json(subject).getBytes(UTF_8);
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("a plain event", event);
    bodies.put("a gzipped event", gzip(event, 1));
    bodies.put("a bomb", bomb());
    bodies.put("nothing", new byte[0]);

    List<String> breaches = new ArrayList<>();
    bodies.forEach(
        (name, body) -> {
          Answer answer =
              gateway.send(
                  Request.post(Marked.PATH).header("Content-Encoding", encoding).body(body));
          if (answer.status() != 415) {
            breaches.add(name + " was answered " + answer.status());
          }
        });
    if (!Marked.onTheBus(gateway, subject).isEmpty()) {
      breaches.add("an event is on the bus");
    }
    return breaches;
  }

  /** A thousand times smaller than its content. */
  static byte[] bomb() {
    return gzip(new byte[1024 * 1024], MEGABYTES);
  }

  private static byte[] gzip(byte[] content, int times) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        gzip.write(content);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
