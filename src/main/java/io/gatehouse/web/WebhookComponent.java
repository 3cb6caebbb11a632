package io.gatehouse.web;

import io.gatehouse.intake.QuarantineFallback;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's platform-http with one more parameter, {@code edition}: by it, two editions of a route
 * file have endpoints of their own at the same path.
 */
@Component(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME)
@org.springframework.stereotype.Component(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME)
class WebhookComponent extends PlatformHttpComponent {

  private static final String EDITION = "edition";

  private final QuarantineFallback custody;

  WebhookComponent(QuarantineFallback custody) {
    this.custody = custody;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    String edition = String.valueOf(parameters.remove(EDITION));
    WebhookEndpoint endpoint = new WebhookEndpoint(uri, remaining, this, edition);
    setProperties(endpoint, parameters);
    custody.prepare(edition);
    return endpoint;
  }

  /** Where the requests to one path come in, in one edition of the route file. */
  static final class WebhookEndpoint extends PlatformHttpEndpoint {

    private final String edition;

    WebhookEndpoint(String uri, String remaining, PlatformHttpComponent component, String edition) {
      super(uri, remaining, component);
      this.edition = edition;
    }

    String edition() {
      return edition;
    }
  }
}
