package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Which route gets a request that arrives while a route is replaced. */
class WebhookRegistryTest {

  private static final String PATH = "/webhooks/acme";

  private final WebhookRegistry registry = new WebhookRegistry();
  private final WebhookConsumer older = consumer();
  private final WebhookConsumer newer = consumer();

  private WebhookConsumer consumer() {
    PlatformHttpComponent component = new PlatformHttpComponent(new DefaultCamelContext());
    PlatformHttpEndpoint endpoint = new PlatformHttpEndpoint("platform-http:x", PATH, component);
    return new WebhookConsumer(endpoint, exchange -> {}, registry);
  }

  @Test
  void theNewerOneOpensAsSoonAsItIsThere() {
    older.start();
    assertThat(registry.at(PATH)).contains(older);

    newer.start();

    assertThat(registry.at(PATH)).contains(newer);
    older.suspend();
    assertThat(registry.at(PATH)).contains(newer);
  }

  @Test
  void theOlderOneIsThereAgainWhereTheNewerOneEnds() {
    older.start();
    newer.start();

    newer.stop();

    assertThat(registry.at(PATH)).contains(older);
    older.stop();
    assertThat(registry.at(PATH)).isEmpty();
  }

  @Test
  void aRequestThatFindsAClosingConsumerIsRefusedAndRequestsInsideAreCounted() {
    older.start();
    WebhookConsumer found = registry.at(PATH).orElseThrow();
    assertThat(found.enter()).isTrue();

    older.suspend();

    assertThat(found.enter()).isFalse();
    assertThat(older.getPendingExchangesSize()).isEqualTo(1);
    older.leave();
    assertThat(older.getPendingExchangesSize()).isZero();
  }
}
