package io.gatehouse.http;

import io.gatehouse.webhook.BodyBudget;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A webhook as the servlet container received it. The body is read at the first need. */
final class ServletWebhook implements Webhook {

  /** What a route takes that says nothing of size. */
  private static final long USUAL_LIMIT = 1024 * 1024;

  /** With one more pause of {@link HttpEdge#LONGEST_PAUSE}: the answer has to come within 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private static final int BUFFER = 8192;

  /** A body of no declared length is copied each time that it has become twice as long. */
  private static final int WHILE_IT_GROWS = 2;

  private final HttpServletRequest request;
  private final InetAddress source;
  private final String vendor;
  private final BodyBudget.Share memory;
  private final QueryString query;
  private long limit = USUAL_LIMIT;
  private byte[] body;
  private boolean authentic;

  ServletWebhook(HttpServletRequest request, InetAddress source, String vendor, BodyBudget budget) {
    this.request = request;
    this.source = source;
    this.vendor = vendor;
    this.memory = budget.share();
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
      memory.take(declared < 0 ? limit * WHILE_IT_GROWS : declared);
      body = read();
    }
    return body;
  }

  @Override
  public void reserve(long bytes) {
    memory.take(bytes);
  }

  /** Gives back what the body took, once the request is over. */
  void release() {
    memory.close();
  }

  /** Reads with one deadline for the whole body, so that nobody can send a byte now and then. */
  private byte[] read() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long declared = request.getContentLengthLong();
    byte[] bytes = new byte[declared < 0 ? BUFFER : (int) declared];
    int length = 0;
    try {
      InputStream stream = request.getInputStream();
      for (int n = 0; n >= 0; n = stream.read(bytes, length, bytes.length - length)) {
        length += n;
        if (length > limit) {
          throw new RefusedException(new Refusal.TooLarge());
        }
        if (System.nanoTime() - deadline > 0) {
          throw new RefusedException(new Refusal.TooSlow());
        }
        if (length == bytes.length && declared >= 0) {
          return bytes;
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, limit + 1));
        }
      }
      return Arrays.copyOf(bytes, length);
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
