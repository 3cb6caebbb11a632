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
 * Camel's platform-http on our own servlet. The stock engines copy every request header and query
 * parameter into the message and hold a thread for each request; this one puts nothing into the
 * message and answers when the route is done, on whichever thread that is.
 */
@Component(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
class WebhookEngine implements PlatformHttpEngine {

  private final WebhookRegistry registry;
  private final QuarantineFallback custody;

  WebhookEngine(WebhookRegistry registry, QuarantineFallback custody) {
    this.registry = registry;
    this.custody = custody;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    String edition = ((WebhookEndpoint) endpoint).edition();
    return new WebhookConsumer(endpoint, custody.over(processor, edition), registry);
  }
}
