package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;

/** Rule 5: whatever the name of a header or query parameter, it ends at the gate. */
class HeadersStayOutsideTest {

  /** What differs between any two events. */
  private static final Set<String> OWN_TO_EACH =
      Set.of(
          "cloudEvents_id", "cloudEvents_receivedtime", "cloudEvents_traceparent", "_AMQ_DUPL_ID");

  private static final Set<String> ANSWER_HEADERS =
      Set.of("content-type", "content-length", "date", "connection");

  private final Gateway gateway = Gateway.shared();

  private record Forged(String where, String name, String value) {

    Request in(Request request) {
      return where.equals("header")
          ? request.header(name, value)
          : new Request(
              request.line().replace("?", "?" + encoded(name) + "=" + encoded(value) + "&"),
              request.headers(),
              request.body());
    }

    private static String encoded(String text) {
      return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Test
  void noNameInAnySpellingChangesTheMessageOrComesBack() throws Exception {
    Map<String, Forged> sent = new HashMap<>();
    List<String> odd = new ArrayList<>();
    String honest = Marked.subject("header");
    assertThat(gateway.send(Marked.request(honest)).status()).isEqualTo(200);

    for (Forged forged : matrix()) {
      String subject = Marked.subject("header");
      Answer answer = gateway.send(forged.in(Marked.request(subject)));
      if (answer.status() == 200) {
        sent.put(subject, forged);
      }
      // A name that is no HTTP token is the container's to refuse.
      if (answer.status() != 200 && isToken(forged)
          || !ANSWER_HEADERS.containsAll(answer.headers().keySet())
          || answer.body().contains("forged")) {
        odd.add(forged + " was answered " + answer);
      }
    }

    Map<String, Map<String, Object>> messages = messages();
    Map<String, Object> expected = messages.get(honest);
    sent.forEach(
        (subject, forged) -> {
          if (!expected.equals(messages.get(subject))) {
            odd.add(forged + " made " + messages.get(subject));
          }
        });
    assertThat(odd).isEmpty();
    assertThat(sent).hasSizeGreaterThan(800);
  }

  private static boolean isToken(Forged forged) {
    return !forged.where().equals("header") || !forged.name().contains(":");
  }

  @Test
  void allNamesAtOnceChangeNothingEither() throws Exception {
    String honest = Marked.subject("header");
    String subject = Marked.subject("header");
    Request request = Marked.request(subject);
    List<Forged> matrix = matrix().stream().filter(HeadersStayOutsideTest::isToken).toList();
    for (int i = 0; i < matrix.size(); i += 12) {
      request = matrix.get(i).in(request);
    }

    assertThat(gateway.send(Marked.request(honest)).status()).isEqualTo(200);
    assertThat(gateway.send(request).status()).isEqualTo(200);

    Map<String, Map<String, Object>> messages = messages();
    assertThat(messages.get(subject)).isEqualTo(messages.get(honest));
  }

  private static List<Forged> matrix() throws IOException {
    List<Forged> matrix = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/attacks/headers.txt"))) {
      int space = line.indexOf(' ');
      if (!line.startsWith("#")) {
        String value = line.substring(space + 1);
        for (String name : new HashSet<>(spellings(line.substring(0, space)))) {
          matrix.add(new Forged("header", name, value));
          matrix.add(new Forged("query", name, value));
        }
      }
    }
    return matrix;
  }

  private static List<String> spellings(String name) {
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      String letter = name.substring(i, i + 1);
      mixed.append(i % 2 == 0 ? letter.toUpperCase(Locale.ROOT) : letter.toLowerCase(Locale.ROOT));
    }
    return Stream.of(
            name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT), mixed.toString())
        .toList();
  }

  /** All of each message but its own id and times, by its subject. */
  private Map<String, Map<String, Object>> messages() throws JMSException {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.brokerPort(), "bus", "bus");
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue(Marked.QUEUE))) {
      connection.start();
      Map<String, Map<String, Object>> messages = new HashMap<>();
      for (Object message : Collections.list((java.util.Enumeration<?>) browser.getEnumeration())) {
        String subject = ((Message) message).getStringProperty("cloudEvents_subject");
        if (subject != null && message instanceof TextMessage text) {
          messages.put(subject, allOf(text, subject));
        }
      }
      return messages;
    }
  }

  private static Map<String, Object> allOf(TextMessage message, String subject)
      throws JMSException {
    Map<String, Object> all = new TreeMap<>();
    all.put("text", message.getText().replace(subject, "<subject>"));
    all.put("destination", message.getJMSDestination().toString());
    all.put("reply to", String.valueOf(message.getJMSReplyTo()));
    all.put("correlation", String.valueOf(message.getJMSCorrelationID()));
    all.put("type", String.valueOf(message.getJMSType()));
    all.put("priority", message.getJMSPriority());
    all.put("delivery mode", message.getJMSDeliveryMode());
    all.put("expiration", message.getJMSExpiration());
    for (Object name : Collections.list((java.util.Enumeration<?>) message.getPropertyNames())) {
      if (!OWN_TO_EACH.contains(name)) {
        Object value = message.getObjectProperty((String) name);
        all.put((String) name, String.valueOf(value).replace(subject, "<subject>"));
      }
    }
    return all;
  }
}
