package io.gatehouse.intake;

import io.gatehouse.tracing.TraceStage;
import io.gatehouse.webhook.BodyMemoryLimiter;
import io.gatehouse.webhook.FirstReceipt;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.ResponseListener;
import io.gatehouse.webhook.Webhook;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A request from quarantine; only its path and its body are left. */
final class ReplayedWebhook extends Webhook {

  private final String contentType;
  private final byte[] body;
  private final FirstReceipt firstReceipt;

  ReplayedWebhook(
      String vendor,
      String path,
      String contentType,
      byte[] body,
      FirstReceipt firstReceipt,
      BodyMemoryLimiter.Share memory) {
    super(vendor, path, memory, TraceStage.UNTRACED);
    this.contentType = contentType;
    this.body = body;
    this.firstReceipt = firstReceipt;
  }

  @Override
  public InetAddress source() {
    throw new IllegalStateException("Where a request in quarantine came from is not kept");
  }

  @Override
  public List<String> header(String name) {
    return List.of();
  }

  @Override
  public List<String> query(String name) {
    return List.of();
  }

  @Override
  public void limitBody(long bytes) {
    if (body.length > bytes) {
      throw new RefusedException(new Problem.TooLarge());
    }
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  /** The sender was authenticated when the request arrived, or it would not be in quarantine. */
  @Override
  public boolean authentic() {
    return true;
  }

  @Override
  public void whenAnswered(ResponseListener listener) {
    // Its sender got a 200 when the request was quarantined.
    listener.written(true);
  }

  @Override
  public Optional<FirstReceipt> firstReceipt() {
    return Optional.of(firstReceipt);
  }
}
