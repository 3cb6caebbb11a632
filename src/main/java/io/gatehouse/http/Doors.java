package io.gatehouse.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Which path leads to which route, exactly as written: no patterns, no decoding. */
@Component
class Doors {

  private final Map<String, WebhookConsumer> consumers = new ConcurrentHashMap<>();

  void open(WebhookConsumer consumer) {
    WebhookConsumer other = consumers.putIfAbsent(consumer.path(), consumer);
    if (other != null && other != consumer) {
      throw new IllegalStateException("Two routes listen at " + consumer.path());
    }
  }

  void close(WebhookConsumer consumer) {
    consumers.remove(consumer.path(), consumer);
  }

  Optional<WebhookConsumer> at(String path) {
    return Optional.ofNullable(consumers.get(path));
  }
}
