package io.gatehouse.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.delivery.DeliveryOutcome.NotDeliveredException;
import io.gatehouse.delivery.ResponseCheck.RetryableCodes;
import io.gatehouse.httpclient.BearerSources;
import io.gatehouse.httpclient.BearerSources.BearerSource;
import io.gatehouse.httpclient.UrlRules;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The first step behind the kamelet {@code deliver-http}: builds the event's request. It replaces
 * whatever the message contained before, so that nothing else can be sent.
 */
public final class DeliverHttp extends ServiceSupport implements Processor, CamelContextAware {

  /** Segments that would lead outside the URL (RFC 3986, section 5.2.4). */
  private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..");

  private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");

  private CamelContext camelContext;
  private Secrets secrets;
  private BearerSources bearers;
  private String method;
  private String path;
  private String body;
  private String receiver;
  private String url;
  private String again = "";
  private BearerSource bearer;
  private WebhookSignature signature;
  private RetryableCodes againCodes;
  private Expression pathOf;
  private Expression bodyOf;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  public void setBearers(BearerSources bearers) {
    this.bearers = bearers;
  }

  public void setMethod(String method) {
    this.method = method;
  }

  /** Picks, in jq, the path to append to the URL; the value is percent-encoded. */
  public void setPath(String path) {
    this.path = path;
  }

  /** Builds the body, in jq; without it the body is the CloudEvent. */
  public void setBody(String body) {
    this.body = body;
  }

  /** Error codes of responses after which another attempt may succeed, separated by commas. */
  public void setAgain(String again) {
    this.again = again;
  }

  /** The URL at which the system receives events. */
  public void setUrl(String url) {
    this.url = url;
  }

  /** The system's name, with which its settings begin. */
  public void setReceiver(String receiver) {
    this.receiver = receiver;
  }

  @Override
  protected void doInit() {
    if (!METHODS.contains(method)) {
      throw new BadSettingException(
          "method: \"%s\" is not one of POST, PUT, PATCH.".formatted(method));
    }
    UrlRules.check("url", url);
    bearer = bearers.of(receiver);
    againCodes = RetryableCodes.parse(again);
    signature = new WebhookSignature(secrets, receiver + ".signature-secret");
    pathOf = jq(path);
    bodyOf = jq(body);
  }

  private Expression jq(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      Expression expression = camelContext.resolveLanguage("jq").createExpression(text);
      expression.init(camelContext);
      return expression;
    } catch (ExpressionIllegalSyntaxException e) {
      throw new BadSettingException("expression: \"%s\" is no jq.".formatted(text.strip()));
    }
  }

  @Override
  public void process(Exchange exchange) {
    Delivery delivery = Delivery.of(exchange);
    Optional<String> appended = Optional.ofNullable(pathOf).map(p -> path(exchange, delivery));
    byte[] content = bodyOf == null ? delivery.cloudEvent() : mapped(exchange, delivery);
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setBody(content);
    message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(method));
    appended.ifPresent(value -> message.setHeader(Exchange.HTTP_PATH, value));
    message.setHeader(
        Exchange.CONTENT_TYPE,
        bodyOf == null ? "application/cloudevents+json; charset=utf-8" : "application/json");
    String id = headerText(delivery.event().id());
    message.setHeader("Idempotency-Key", id);
    message.setHeader("traceparent", delivery.traceparent());
    signature.sign(id, Instant.now(), content).forEach(message::setHeader);
    message.setHeader("Authorization", "Bearer " + bearer.value());
    delivery.setCall(new Delivery.Call(Optional.of(bearer), bodyOf == null, againCodes));
    // The start of the response is read for operators; compressed content is not unpacked.
    exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
  }

  private String path(Exchange exchange, Delivery delivery) {
    JsonNode value = evaluate(pathOf, exchange, delivery);
    boolean isSegment =
        value.isValueNode() && !value.isNull() && !NO_SEGMENTS.contains(value.asText().strip());
    if (!isSegment) {
      throw new NotDeliveredException(DeliveryOutcome.Never.unmappable());
    }
    return "/" + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] mapped(Exchange exchange, Delivery delivery) {
    return evaluate(bodyOf, exchange, delivery).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode evaluate(Expression expression, Exchange exchange, Delivery delivery) {
    exchange.getMessage().setBody(delivery.tree());
    try {
      JsonNode value = expression.evaluate(exchange, JsonNode.class);
      if (value != null) {
        return value;
      }
    } catch (RuntimeCamelException e) {
      // An expression that fails on this event fails on it always; the cause is not kept, since it
      // could quote data.
    }
    throw new NotDeliveredException(DeliveryOutcome.Never.unmappable());
  }

  /**
   * A text that fits into a header (RFC 9110, section 5.5): visible ASCII stays; everything else,
   * and the percent sign, becomes percent-encoded UTF-8.
   */
  static String headerText(String text) {
    StringBuilder safe = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean visible = b > ' ' && b < 0x7f && b != '%';
      safe.append(visible ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return safe.toString();
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }
}
