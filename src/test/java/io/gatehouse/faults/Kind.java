package io.gatehouse.faults;

import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** The kinds of requests that take different paths to the bus. */
enum Kind {
  WITH_ID(
      number ->
          kompliant(
              "{\"id\":\"one-%1$d\",\"event\":\"mbtrust_success\",\"application_id\":\"s-%1$d\"}",
              number)),
  WITH_LOG_ENTRY(
      number ->
          kompliant(
              "{\"event\":\"decision_analytics_completed\",\"application_id\":\"s-%d\"}", number)),
  ENCRYPTED(
      number ->
          kompar(
              "decisions",
              Kompar.encrypt("{\"application_id\":\"%d\",\"accepted\":true}".formatted(number)))),
  UNCLASSIFIED(
      number ->
          argos("{\"webhook_trigger\":\"unheard-of\",\"submission_id\":\"%d\"}".formatted(number))),
  UNREADABLE(number -> argos("not JSON %d".formatted(number))),
  UNDECRYPTABLE(
      number -> kompar("applications", "{\"data\":\"%d\",\"iv\":\"none\"}".formatted(number))),
  DUPLICATE(number -> WITH_ID.requests.apply(0)),
  DUPLICATE_WITH_LOG_ENTRY(number -> WITH_LOG_ENTRY.requests.apply(0)),
  DUPLICATE_UNREADABLE(number -> UNREADABLE.requests.apply(0));

  private final LongFunction<Request> requests;

  Kind(LongFunction<Request> requests) {
    this.requests = requests;
  }

  /** A request with the credentials of the profile {@code local}. */
  Request request(long number) {
    return requests.apply(number);
  }

  /** An order in which each kind follows each once, when it is repeated (de Bruijn, 1946). */
  static List<Kind> everyTwo() {
    List<Kind> order = new ArrayList<>();
    for (Kind first : values()) {
      order.add(first);
      for (Kind second : values()) {
        if (second.compareTo(first) > 0) {
          order.addAll(List.of(first, second));
        }
      }
    }
    return order;
  }

  /** The status that the sender gets. */
  String status() {
    return this == UNREADABLE || this == UNDECRYPTABLE || this == DUPLICATE_UNREADABLE
        ? "quarantined"
        : "accepted";
  }

  private static Request kompliant(String body, long number) {
    return Request.post("/webhooks/kompliant?partner_id=rockoutpay")
        .header("X-Forwarded-For", "3.230.141.132")
        .body(body.formatted(number));
  }

  private static Request kompar(String webhook, String body) {
    return Request.post("/webhooks/kompar/" + webhook)
        .header("Authorization", "token local-kompar-token")
        .body(body);
  }

  private static Request argos(String body) {
    return Request.post("/webhooks/argos?key=local-argos-key").body(body);
  }
}
