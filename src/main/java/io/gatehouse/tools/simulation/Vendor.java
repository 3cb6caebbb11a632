package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.settings.BadSettingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A vendor according to its simulation file, with every setting resolved.
 *
 * @param name of the file
 * @param locale language of its people and companies
 * @param path to which its events are sent, unless an event has its own
 * @param source address from which it sends; the first of a range
 * @param query parameters of the URL
 * @param headers of every request
 * @param encryption null if its bodies are always plain
 * @param encrypted whether they are encrypted, unless an event has its own value
 * @param subject what is generated once for a person or company, by name, in order
 * @param bodies JSON with expressions, by names to which events refer
 * @param events by the vendor's own word
 */
record Vendor(
    String name,
    String locale,
    String path,
    String source,
    Map<String, String> query,
    Map<String, String> headers,
    Credentials credentials,
    Encryption encryption,
    Encrypted encrypted,
    Retries retries,
    Map<String, String> subject,
    Map<String, String> bodies,
    Map<String, Event> events,
    Map<String, Scenario> scenarios) {

  Vendor {
    locale = locale == null ? "en" : locale;
    source = source == null ? "" : source.replaceFirst("/.*", "");
    query = query == null ? Map.of() : query;
    headers = headers == null ? Map.of() : headers;
    credentials = credentials == null ? new Credentials(null, null) : credentials;
    encrypted = encrypted == null ? Encrypted.FALSE : encrypted;
    retries = retries == null ? new Retries(null, null, null, null) : retries;
    subject = subject == null ? Map.of() : subject;
    bodies = bodies == null ? Map.of() : bodies;
    events = events == null ? Map.of() : events;
    scenarios = scenarios == null ? Map.of() : scenarios;
  }

  /** Whether bodies are encrypted; {@code either}: some are. */
  enum Encrypted {
    TRUE,
    FALSE,
    EITHER;

    @JsonCreator
    static Encrypted of(String word) {
      return Stream.of(values())
          .filter(value -> value.name().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'%s' is neither true nor false nor either".formatted(word)));
    }
  }

  /**
   * One kind of event.
   *
   * @param path null for the vendor's
   * @param encrypted null for the vendor's
   * @param values what its body needs besides the subject, by name, in order
   * @param body the name of one of the bodies, or one of its own
   */
  record Event(
      String description,
      String path,
      Encrypted encrypted,
      Map<String, String> values,
      String body) {

    Event {
      values = values == null ? Map.of() : values;
    }
  }

  /** Several events about one subject, in the order in which they arrive. */
  record Scenario(String description, List<Step> events) {}

  /**
   * @param at when it happened, after the beginning of the scenario
   */
  record Step(String event, Duration at) {

    Step {
      at = at == null ? Duration.ZERO : at;
    }
  }

  /**
   * When the vendor retries.
   *
   * @param received the status that counts as received, {@code 2xx} or a number
   * @param within how long the vendor waits for a response
   * @param after pause before each retry
   * @param last statuses after which it does not retry
   */
  record Retries(
      String received,
      Duration within,
      List<Duration> after,
      @JsonProperty("final") List<Integer> last) {

    Retries {
      received = received == null ? "2xx" : received;
      within = within == null ? Duration.ofSeconds(10) : within;
      after = after == null ? List.of() : after;
      last = last == null ? List.of() : last;
    }

    boolean isReceived(int status) {
      return received.equals("2xx") ? status / 100 == 2 : received.equals(String.valueOf(status));
    }
  }

  Event event(String word) {
    Event event = events.get(word);
    if (event == null) {
      throw unknown("event", word, events.keySet());
    }
    return event;
  }

  Scenario scenario(String word) {
    Scenario scenario = scenarios.get(word);
    if (scenario == null) {
      throw unknown("scenario", word, scenarios.keySet());
    }
    return scenario;
  }

  private BadSettingException unknown(String what, String word, Set<String> known) {
    return new BadSettingException(
        "%s has no %s '%s'; known are %s.".formatted(name, what, word, String.join(", ", known)));
  }

  /**
   * The events for a word: the one of this name, or those whose names begin with it up to a dot.
   */
  List<String> eventsNamed(String word) {
    List<String> named =
        events.keySet().stream()
            .filter(event -> event.equals(word) || event.startsWith(word + "."))
            .toList();
    if (named.isEmpty()) {
      throw unknown("event", word, events.keySet());
    }
    return named;
  }

  /** What follows the path in a URL, with its question mark. */
  String queryString() {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }

  String bodyOf(Event event) {
    return bodies.getOrDefault(event.body(), event.body());
  }

  String pathOf(Event event) {
    return event.path() == null ? path : event.path();
  }

  Encrypted encryptedOf(Event event) {
    return event.encrypted() == null ? encrypted : event.encrypted();
  }

  /**
   * How a vendor authenticates.
   *
   * @param oneOf methods of which each request uses one, in rotation; those whose settings are
   *     missing are left out
   * @param all methods that every request uses, if their settings are set
   */
  record Credentials(List<Credential> oneOf, List<Credential> all) {

    Credentials {
      oneOf = oneOf == null ? List.of() : oneOf;
      all = all == null ? List.of() : all;
    }

    /** The credentials for the request of this number, counted from 0. */
    List<Credential> ofRequest(int number) {
      List<Credential> proofs = new ArrayList<>(all.stream().filter(Credential::isSet).toList());
      List<Credential> methods = oneOf.stream().filter(Credential::isSet).toList();
      if (!methods.isEmpty()) {
        proofs.add(methods.get(number % methods.size()));
      }
      return proofs;
    }
  }
}
