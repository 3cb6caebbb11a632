package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Sends headers and query parameters whose names have a meaning further inside, and checks whether
 * one of them reached the bus or was returned.
 */
final class OutsideNames {

  /** What differs between any two events. */
  private static final Set<String> OWN_TO_EACH =
      Set.of(
          "cloudEvents_id", "cloudEvents_receivedtime", "cloudEvents_traceparent", "_AMQ_DUPL_ID");

  private static final Set<String> ANSWER_HEADERS =
      Set.of("content-type", "content-length", "date", "connection");

  /** In the query of every request here. */
  private static final String KEY = "local-argos-key";

  private static final int PATIENCE = 3_000;

  private static final String HONEST = "no forged name";

  private final Gateway gateway;

  OutsideNames(Gateway gateway) {
    this.gateway = gateway;
  }

  /** A name and a value, in a header or in the query. */
  record Forged(String where, String name, String value) {

    Request in(Request request) {
      return where.equals("header")
          ? request.header(name, value)
          : new Request(
              request
                  .line()
                  .replace(
                      "?",
                      "?"
                          + URLEncoder.encode(name, UTF_8)
                          + "="
                          + URLEncoder.encode(value, UTF_8)
                          + "&"),
              request.headers(),
              request.body());
    }

    /** A name that is not an HTTP token is refused by the container. */
    boolean isToken() {
      return !where.equals("header") || !name.contains(":");
    }

    @Override
    public String toString() {
      return where + " " + name;
    }
  }

  /**
   * The result.
   *
   * @param breaches the effect of each name that changed a message or a response
   * @param taken how many of the forged requests became a message
   */
  record Findings(Map<String, String> breaches, int taken) {}

  /** Every name in several spellings, in a header and in the query. */
  static List<Forged> all() throws IOException {
    return list(name -> new HashSet<>(spellings(name)).stream());
  }

  /** Every name as it is usually spelled, in a header and in the query. */
  static List<Forged> usual() throws IOException {
    return list(Stream::of);
  }

  private interface Spellings {
    Stream<String> of(String name);
  }

  private static List<Forged> list(Spellings spellings) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/attacks/headers.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .flatMap(
            part ->
                spellings
                    .of(part[0])
                    .flatMap(
                        name ->
                            Stream.of("header", "query")
                                .map(where -> new Forged(where, name, part[1]))))
        .toList();
  }

  private static List<String> spellings(String name) {
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      String letter = name.substring(i, i + 1);
      mixed.append(i % 2 == 0 ? letter.toUpperCase(Locale.ROOT) : letter.toLowerCase(Locale.ROOT));
    }
    return List.of(
        name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT), mixed.toString());
  }

  /** Sends each name in a request of its own, and compares with an honest one. */
  Findings sendEach(List<Forged> names) throws JMSException {
    Attempt attempt = new Attempt();
    for (Forged forged : names) {
      attempt.send(forged.toString(), List.of(forged), forged.isToken());
    }
    return attempt.findings();
  }

  /** Sends all names in one request, and compares with an honest one. */
  Findings sendTogether(List<Forged> names) throws JMSException {
    Attempt attempt = new Attempt();
    attempt.send("all at once", names, true);
    return attempt.findings();
  }

  private final class Attempt {

    private final String run = Marked.subject("header");
    private int requests;
    private final Map<String, String> sent = new HashMap<>();
    private final Map<String, String> breaches = new TreeMap<>();
    private final String honest = send(HONEST, List.of(), true);

    /** Sends an event and returns its subject. */
    private String send(String what, List<Forged> names, boolean mustBeTaken) {
      String subject = "%s-%04d".formatted(run, requests++);
      Request request = Marked.request(subject);
      for (Forged forged : names) {
        request = forged.in(request);
      }
      Answer answer = gateway.send(request);
      if (answer.status() == 200) {
        sent.put(subject, what);
      }
      if (answer.status() != 200 && mustBeTaken
          || !ANSWER_HEADERS.containsAll(answer.headers().keySet())
          || answer.body().contains("forged")) {
        breaches.put(what, "was answered " + answer);
      }
      return subject;
    }

    private Findings findings() throws JMSException {
      Map<String, Map<String, Object>> messages = take(run, sent.keySet());
      Map<String, Object> expected = messages.getOrDefault(honest, Map.of());
      sent.forEach(
          (subject, what) -> {
            Map<String, Object> message = messages.get(subject);
            if (!expected.equals(message)) {
              breaches.put(what, "made " + message);
            }
          });
      if (expected.isEmpty() || expected.containsValue(KEY)) {
        breaches.put(HONEST, "made " + expected);
      }
      return new Findings(breaches, sent.size() - 1);
    }
  }

  /**
   * All of each message but its own id and times, by its subject. They are taken and not browsed,
   * because a browser of Artemis may end early.
   */
  private Map<String, Map<String, Object>> take(String run, Set<String> subjects)
      throws JMSException {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.brokerPort(), "bus", "bus");
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageConsumer consumer =
            session.createConsumer(
                session.createQueue(Marked.QUEUE), "cloudEvents_subject LIKE '" + run + "-%'")) {
      connection.start();
      Map<String, Map<String, Object>> messages = new HashMap<>();
      while (!messages.keySet().containsAll(subjects)) {
        Message message = consumer.receive(PATIENCE);
        if (message == null) {
          break;
        }
        String subject = message.getStringProperty("cloudEvents_subject");
        messages.put(subject, allOf(message, subject));
      }
      return messages;
    }
  }

  private static Map<String, Object> allOf(Message message, String subject) throws JMSException {
    Map<String, Object> all = new TreeMap<>();
    all.put("text", message.getBody(String.class).replace(subject, "<subject>"));
    all.put("destination", message.getJMSDestination().toString());
    all.put("reply to", String.valueOf(message.getJMSReplyTo()));
    all.put("correlation", String.valueOf(message.getJMSCorrelationID()));
    all.put("type", String.valueOf(message.getJMSType()));
    all.put("priority", message.getJMSPriority());
    all.put("delivery mode", message.getJMSDeliveryMode());
    all.put("expiration", message.getJMSExpiration());
    for (Object name : Collections.list((Enumeration<?>) message.getPropertyNames())) {
      if (!OWN_TO_EACH.contains(name)) {
        Object value = message.getObjectProperty((String) name);
        all.put((String) name, String.valueOf(value).replace(subject, "<subject>"));
      }
    }
    return all;
  }
}
