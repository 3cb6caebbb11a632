package io.gatehouse.broker;

import io.gatehouse.broker.BrokerAddress.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the cause of an outage of an external broker. The client does not tell why it could not
 * connect, so each address of the URL is tried once more, with one connection.
 */
final class ExternalOutageProbe implements BrokerOutage.Finder {

  private static final String URL = "spring.artemis.broker-url";

  private final List<BrokerAddress> addresses;
  private final Duration patience;

  /**
   * A finder.
   *
   * @param addresses where the broker may be, from {@code spring.artemis.broker-url}
   * @param patience how long a write may take
   */
  ExternalOutageProbe(List<BrokerAddress> addresses, Duration patience) {
    this.addresses = addresses;
    this.patience = patience;
  }

  @Override
  public Set<String> kinds() {
    return Stream.concat(
            Stream.of("credentials", "timed-out", "full", "no-queue", "other"),
            Stream.of(BrokerAddress.Kind.values()).map(BrokerAddress.Kind::word))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public BrokerOutage of(Throwable failure) {
    return switch (BrokerOutage.typeOf(failure)) {
      case SECURITY_EXCEPTION ->
          new BrokerOutage(
              "credentials",
              "the broker at %s refuses spring.artemis.user with spring.artemis.password, or does not let that user send to %s"
                  .formatted(names(), BrokerHealthIndicator.QUEUE));
      case NOT_CONNECTED, DISCONNECTED -> notConnected();
      case CONNECTION_TIMEDOUT ->
          new BrokerOutage(
              "timed-out",
              "the broker at %s has not answered within %d ms (gatehouse.bus.send-timeout-millis)"
                  .formatted(names(), patience.toMillis()));
      case ADDRESS_FULL ->
          new BrokerOutage(
              "full",
              "the broker at %s takes no more: its disk or its memory is full".formatted(names()));
      case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST -> BrokerOutage.noQueue();
      default -> BrokerOutage.other(failure);
    };
  }

  private BrokerOutage notConnected() {
    List<Answer> answers = addresses.stream().map(BrokerAddress::tryOut).toList();
    String description =
        answers.stream()
            .map(answer -> answer.place().name() + ": " + answer.kind().words())
            .distinct()
            .collect(Collectors.joining("; "));
    return new BrokerOutage(
        answers.isEmpty() ? "unreachable" : answers.get(0).kind().word(),
        "the broker cannot be reached (%s; %s)".formatted(description, URL));
  }

  private String names() {
    return addresses.stream().map(BrokerAddress::name).distinct().collect(Collectors.joining(", "));
  }
}
