package io.gatehouse.web;

import io.gatehouse.intake.QuarantineFallback;
import io.gatehouse.web.WebhookComponent.WebhookEndpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.stereotype.Component;

/**
 * Camel's platform-http on the gateway's own servlet. The stock engines copy every request header
 * and query parameter into the message and hold a thread for each request; this one copies nothing
 * into the message and responds when the route is done, on whichever thread that is.
 */
@Component(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
class WebhookEngine implements PlatformHttpEngine {

  private final WebhookRegistry registry;
  private final QuarantineFallback fallback;

  WebhookEngine(WebhookRegistry registry, QuarantineFallback fallback) {
    this.registry = registry;
    this.fallback = fallback;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    String revision = ((WebhookEndpoint) endpoint).revision();
    return new WebhookConsumer(endpoint, fallback.over(processor, revision), registry);
  }
}
