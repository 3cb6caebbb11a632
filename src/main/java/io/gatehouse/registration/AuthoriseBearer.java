package io.gatehouse.registration;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/** The step behind the kamelet {@code authorise-bearer}: a token that the vendor issued. */
public final class AuthoriseBearer implements Processor {

  private static final Pattern ROUTE = Pattern.compile("direct:[A-Za-z0-9-]+");

  private ApiTokens tokens;
  private ProducerTemplate routes;
  private String vendor;
  private String fetch;
  private boolean renew;

  public void setTokens(ApiTokens tokens) {
    this.tokens = tokens;
  }

  public void setRoutes(ProducerTemplate routes) {
    this.routes = routes;
  }

  public void setVendor(String vendor) {
    this.vendor = vendor;
  }

  /** The route that fetches a token, {@code direct:<id>}; any other endpoint is refused. */
  public void setFetch(String uri) {
    if (!ROUTE.matcher(uri).matches()) {
      throw new BadSettingException(
          "fetch: \"%s\" is no route such as direct:kompar-token.".formatted(uri));
    }
    this.fetch = uri;
  }

  /** Whether the vendor has rejected the kept token. */
  public void setRenew(boolean renew) {
    this.renew = renew;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    String token = tokens.of(vendor, renew, this::fetch);
    exchange.getMessage().setHeader("Authorization", "Bearer " + token);
  }

  /** Fetches in a separate exchange, which ends here with the token in it. */
  private JsonNode fetch() throws Exception {
    Exchange answer = routes.request(fetch, request -> {});
    if (answer.getException() != null) {
      throw answer.getException();
    }
    return answer.getMessage().getMandatoryBody(JsonNode.class);
  }
}
