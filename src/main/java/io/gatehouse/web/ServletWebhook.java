package io.gatehouse.web;

import io.gatehouse.tracing.TraceStage;
import io.gatehouse.webhook.BodyMemoryLimiter;
import io.gatehouse.webhook.LimitSize;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.ResponseListener;
import io.gatehouse.webhook.Webhook;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;

/** A webhook as the servlet container received it. The body is read when it is first needed. */
final class ServletWebhook extends Webhook {

  private final HttpServletRequest request;
  private final InetAddress source;
  private final BodyReader body;
  private final QueryString query;
  private final RequestsInFlight inFlight;
  private RequestInFlight self;
  private long limit = LimitSize.DEFAULT;
  private boolean received;

  ServletWebhook(
      HttpServletRequest request,
      InetAddress source,
      String vendor,
      BodyReader body,
      BodyMemoryLimiter.Share memory,
      TraceStage stage,
      RequestsInFlight inFlight) {
    super(vendor, request.getRequestURI(), memory, stage);
    this.request = request;
    this.source = source;
    this.body = body;
    this.inFlight = inFlight;
    this.query = QueryString.parse(request.getQueryString());
  }

  /**
   * Counts the request among those in flight, except while its body is being received.
   *
   * @throws RefusedException with {@link Problem.Unavailable} if there are too many
   */
  void enter(RequestInFlight request) {
    self = request;
    if (!inFlight.add(request)) {
      throw new RefusedException(Problem.Unavailable.SHORTLY);
    }
  }

  /** A listener that learns whether the 200 was written. */
  ResponseListener responseListener() {
    return this::answered;
  }

  /** Called when the request is over. */
  void leave() {
    inFlight.remove(self);
    body.release();
    release();
  }

  @Override
  public InetAddress source() {
    return source;
  }

  @Override
  public List<String> header(String name) {
    return RequestHeaders.values(request, name);
  }

  @Override
  public List<String> query(String name) {
    return query.values(name);
  }

  @Override
  public void limitBody(long bytes) {
    limit = bytes;
    if (request.getContentLengthLong() > limit) {
      throw new RefusedException(new Problem.TooLarge());
    }
  }

  @Override
  public boolean receiveBody(Runnable whenReceived) {
    if (received) {
      return true;
    }
    limitBody(limit);
    if (!ContentTypes.isPlainJson(header("Content-Type"), header("Content-Encoding"))) {
      throw new RefusedException(new Problem.UnsupportedMedia());
    }
    received = true;
    if (body.readArrived()) {
      reserve(body.body().length);
      return true;
    }
    inFlight.remove(self);
    body.receive(
        source,
        limit,
        () -> {
          goOn();
          whenReceived.run();
        });
    return false;
  }

  /** Counts the request among those in flight again, and its body as part of its memory. */
  private void goOn() {
    if (body.problem() != null) {
      return;
    }
    try {
      enter(self);
      reserve(body.body().length);
    } catch (RefusedException e) {
      body.refuse(e.problem());
    }
  }

  @Override
  public byte[] body() {
    return body.body();
  }

  @Override
  public String contentType() {
    return ContentTypes.normalised(header("Content-Type").get(0));
  }
}
