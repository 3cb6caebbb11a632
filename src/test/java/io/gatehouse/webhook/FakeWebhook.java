package io.gatehouse.webhook;

import io.gatehouse.tracing.TraceStage;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** A webhook for tests that need no HTTP. */
public final class FakeWebhook extends Webhook {

  private final Map<String, List<String>> headers;
  private final Map<String, List<String>> parameters;
  private final byte[] body;
  private final InetAddress source;

  private FakeWebhook(
      Map<String, List<String>> headers,
      Map<String, List<String>> parameters,
      byte[] body,
      InetAddress source) {
    super(
        "acme",
        "/webhooks/acme",
        new BodyMemoryLimiter(Long.MAX_VALUE).share(),
        TraceStage.UNTRACED);
    this.headers = headers;
    this.parameters = parameters;
    this.body = body;
    this.source = source;
  }

  /** An empty webhook, from loopback. */
  public static FakeWebhook empty() {
    return new FakeWebhook(Map.of(), Map.of(), new byte[0], InetAddress.getLoopbackAddress());
  }

  public static FakeWebhook withBody(byte[] body) {
    return empty().carrying(body);
  }

  public static FakeWebhook withBody(String body) {
    return withBody(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with one more value of a header. */
  public FakeWebhook withHeader(String name, String value) {
    Map<String, List<String>> more = with(headers, name.toLowerCase(Locale.ROOT), value);
    return new FakeWebhook(more, parameters, body, source);
  }

  /** The same with one more value of a query parameter. */
  public FakeWebhook withQuery(String name, String value) {
    return new FakeWebhook(headers, with(parameters, name, value), body, source);
  }

  public FakeWebhook carrying(byte[] otherBody) {
    return new FakeWebhook(headers, parameters, otherBody, source);
  }

  public FakeWebhook from(InetAddress otherSource) {
    return new FakeWebhook(headers, parameters, body, otherSource);
  }

  /** The exchange that brings this webhook to a step. */
  public <E extends Exchange> E in(E exchange) {
    enter(exchange);
    return exchange;
  }

  private static Map<String, List<String>> with(
      Map<String, List<String>> values, String name, String value) {
    Map<String, List<String>> more = new TreeMap<>(values);
    List<String> all = new ArrayList<>(more.getOrDefault(name, List.of()));
    all.add(value);
    more.put(name, all);
    return more;
  }

  @Override
  public InetAddress source() {
    return source;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public List<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  @Override
  public List<String> query(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  @Override
  public void limitBody(long bytes) {
    if (body.length > bytes) {
      throw new RefusedException(new Problem.TooLarge());
    }
  }

  @Override
  public String contentType() {
    return "application/json";
  }
}
