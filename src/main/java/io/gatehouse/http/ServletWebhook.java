package io.gatehouse.http;

import io.gatehouse.webhook.AnswerListener;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/** A webhook as the servlet container received it. The body is read at the first need. */
final class ServletWebhook implements Webhook {

  /** What a route takes that says nothing of size. */
  private static final long USUAL_LIMIT = 1024 * 1024;

  /** With one more pause of {@link HttpEdge#LONGEST_PAUSE}: the answer has to come within 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private static final int BUFFER = 8192;

  private final HttpServletRequest request;
  private final InetAddress source;
  private final String vendor;
  private final BodyBudget budget;
  private final QueryString query;
  private long limit = USUAL_LIMIT;
  private byte[] body;
  private int taken;
  private boolean authentic;
  private volatile AnswerListener whenAnswered = done -> {};

  ServletWebhook(HttpServletRequest request, InetAddress source, String vendor, BodyBudget budget) {
    this.request = request;
    this.source = source;
    this.vendor = vendor;
    this.budget = budget;
    this.query = QueryString.parse(request.getQueryString());
  }

  @Override
  public String vendor() {
    return vendor;
  }

  @Override
  public String path() {
    return request.getRequestURI();
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
      throw new RefusedException(new Refusal.TooLarge());
    }
  }

  @Override
  public byte[] body() {
    if (body == null) {
      limitBody(limit);
      if (!ContentTypes.isPlainJson(header("Content-Type"), header("Content-Encoding"))) {
        throw new RefusedException(new Refusal.UnsupportedMedia());
      }
      long declared = request.getContentLengthLong();
      taken = budget.take(declared < 0 ? limit : declared);
      body = read();
    }
    return body;
  }

  /** Gives back what the body took, once the request is over. */
  void release() {
    budget.giveBack(taken);
    taken = 0;
  }

  @Override
  public void whenAnswered(AnswerListener listener) {
    whenAnswered = listener;
  }

  /** Tells who asked for it whether the 200 was written. */
  void answered(boolean done) {
    whenAnswered.written(done);
  }

  /** Reads with one deadline for the whole body, so that nobody can send a byte now and then. */
  private byte[] read() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long declared = request.getContentLengthLong();
    int size = declared < 0 || declared > BUFFER ? BUFFER : (int) declared + 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    byte[] buffer = new byte[size];
    try {
      InputStream stream = request.getInputStream();
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        bytes.write(buffer, 0, n);
        if (bytes.size() > limit) {
          throw new RefusedException(new Refusal.TooLarge());
        }
        if (System.nanoTime() - deadline > 0) {
          throw new RefusedException(new Refusal.TooSlow());
        }
      }
      return bytes.toByteArray();
    } catch (SocketTimeoutException e) {
      throw new RefusedException(new Refusal.TooSlow());
    } catch (IOException e) {
      // The sender broke off: there is nothing whole to take.
      throw new RefusedException(new Refusal.Malformed());
    }
  }

  @Override
  public String contentType() {
    return ContentTypes.normalised(header("Content-Type").get(0));
  }

  @Override
  public boolean authentic() {
    return authentic;
  }

  @Override
  public void vouchFor() {
    authentic = true;
  }
}
