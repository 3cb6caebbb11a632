package io.gatehouse.attacks;

import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.util.List;
import java.util.UUID;

/** Requests that would become an event of ARGOS, each with a subject by which it can be found. */
final class Marked {

  static final String PATH = "/webhooks/argos?key=local-argos-key";
  static final String QUEUE = "kyc.identity";

  private static final List<String> QUEUES =
      List.of(
          QUEUE,
          "kyc.business",
          "kyc.screening",
          "kyc.document",
          "kyc.onboarding",
          "kyc.lending",
          "kyc.unclassified",
          "kyc.quarantine",
          "kyc.dead-letter");

  private Marked() {}

  static String subject(String start) {
    return start + "-" + UUID.randomUUID();
  }

  static String json(String subject) {
    return "{\"webhook_trigger\":\"created\",\"submission_id\":\"" + subject + "\"}";
  }

  static Request request(String subject) {
    return Request.post(PATH).body(json(subject));
  }

  /** Every message about this subject, or with it anywhere in the body, wherever on the bus. */
  static List<Bus.Received> onTheBus(Gateway gateway, String subject) {
    return QUEUES.stream()
        .flatMap(queue -> gateway.bus().browse(queue).stream())
        .filter(
            event ->
                subject.equals(event.attribute("subject"))
                    || event.text() != null && event.text().contains(subject)
                    || event.bytes() != null && new String(event.bytes()).contains(subject))
        .toList();
  }
}
