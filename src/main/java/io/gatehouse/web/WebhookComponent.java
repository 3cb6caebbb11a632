package io.gatehouse.web;

import io.gatehouse.intake.QuarantineFallback;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's platform-http with one more parameter, {@code revision}: with it, two revisions of a
 * route file have endpoints of their own at the same path.
 */
@Component(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME)
@org.springframework.stereotype.Component(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME)
class WebhookComponent extends PlatformHttpComponent {

  private static final String REVISION = "revision";

  private final QuarantineFallback fallback;

  WebhookComponent(QuarantineFallback fallback) {
    this.fallback = fallback;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    String revision = String.valueOf(parameters.remove(REVISION));
    WebhookEndpoint endpoint = new WebhookEndpoint(uri, remaining, this, revision);
    setProperties(endpoint, parameters);
    fallback.prepare(revision);
    return endpoint;
  }

  /** The endpoint of one path in one revision of the route file. */
  static final class WebhookEndpoint extends PlatformHttpEndpoint {

    private final String revision;

    WebhookEndpoint(
        String uri, String remaining, PlatformHttpComponent component, String revision) {
      super(uri, remaining, component);
      this.revision = revision;
    }

    String revision() {
      return revision;
    }
  }
}
