package io.gatehouse.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds the consumer of a path, exactly as written: no patterns, no decoding. While a route is
 * replaced, two consumers share its path, and new requests go to the newer one.
 */
@Component
class WebhookRegistry {

  private final Map<String, List<WebhookConsumer>> consumers = new ConcurrentHashMap<>();

  void open(WebhookConsumer consumer) {
    consumers.merge(
        consumer.path(),
        List.of(consumer),
        (before, newest) -> Stream.concat(others(before, consumer), newest.stream()).toList());
  }

  /** Removes a consumer; the path leads to the previous one again, if it still exists. */
  void close(WebhookConsumer consumer) {
    consumers.computeIfPresent(
        consumer.path(),
        (path, before) -> {
          List<WebhookConsumer> left = others(before, consumer).toList();
          return left.isEmpty() ? null : left;
        });
  }

  private static Stream<WebhookConsumer> others(
      List<WebhookConsumer> consumers, WebhookConsumer consumer) {
    return consumers.stream().filter(other -> other != consumer);
  }

  Optional<WebhookConsumer> at(String path) {
    List<WebhookConsumer> there = consumers.get(path);
    return there == null ? Optional.empty() : Optional.of(there.get(there.size() - 1));
  }
}
