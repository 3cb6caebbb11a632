package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.ResponseListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one response to an asynchronous request without blocking (Servlet 6.0, section 3.7):
 * neither a sender that does not read its response nor one that goes on sending holds a thread. If
 * a part of the body was not read, the response closes the connection.
 */
final class AsyncResponder implements AsyncListener {

  /** A listener for a response whose delivery does not matter. */
  static final ResponseListener NOBODY = done -> {};

  private static final Logger LOG = LoggerFactory.getLogger(AsyncResponder.class);

  private final AsyncContext async;
  private final ResponseWriter writer;
  private final ClientConnection connection;
  private final BodyReader body;
  private final ResponseCounter count;
  private final AtomicBoolean sent = new AtomicBoolean();

  private AsyncResponder(
      AsyncContext async,
      ResponseWriter writer,
      ClientConnection connection,
      BodyReader body,
      ResponseCounter count) {
    this.async = async;
    this.writer = writer;
    this.connection = connection;
    this.body = body;
    this.count = count;
  }

  /**
   * A responder for an asynchronous request.
   *
   * @param count records the status that the sender got
   */
  static AsyncResponder to(
      AsyncContext async,
      ResponseWriter writer,
      ClientConnection connection,
      BodyReader body,
      ResponseCounter count) {
    async.getRequest().setAttribute(ProblemErrorValve.COUNTED, true);
    AsyncResponder responder = new AsyncResponder(async, writer, connection, body, count);
    async.addListener(responder);
    return responder;
  }

  /**
   * Sends the response, unless another one has been sent. May be called on any thread.
   *
   * @param listener learns whether it was written, if it is the one that is sent
   * @return whether this is the response that the sender gets
   */
  boolean send(WebhookResponse answer, ResponseListener listener) {
    return send(response -> writer.head(answer, response), body::leavesNothing, listener);
  }

  /**
   * Does the same while a thread may still be about to read the body: the rest of the body is not
   * examined.
   */
  boolean sendAndClose(WebhookResponse answer) {
    return send(response -> writer.head(answer, response), () -> false, NOBODY);
  }

  /** Sends a body whose status and headers have already been set. */
  void sendBody(byte[] content) {
    send(
        response -> {
          response.setContentLength(content.length);
          return content;
        },
        body::leavesNothing,
        NOBODY);
  }

  /** Whether a response has been sent, or the request has failed. */
  boolean isSent() {
    return sent.get();
  }

  /** Decides whether the connection can serve another request. */
  private interface Rest {
    boolean isNone() throws IOException;
  }

  /** Sets status and headers, and returns the body. */
  private interface Head {
    byte[] set(HttpServletResponse response) throws IOException;
  }

  private boolean send(Head head, Rest rest, ResponseListener listener) {
    if (!sent.compareAndSet(false, true)) {
      return false;
    }
    try {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      byte[] bytes = head.set(response);
      boolean keepsConnection = isNone(rest);
      if (!keepsConnection) {
        response.setHeader("Connection", "close");
      }
      ServletOutputStream out = response.getOutputStream();
      connection.awaitsReader();
      if (!(body.problem() instanceof Problem.Malformed)) {
        int status = response.getStatus();
        out.setWriteListener(
            new AsyncBodyWriter(
                out, bytes, listener, () -> end(status, keepsConnection), this::gone));
      } else if (connection.isAtItsFirstRequest()) {
        // The container closes such a connection as soon as this thread returns. Nothing was sent
        // on it before, so there is room for this at once.
        out.write(bytes);
        out.flush();
        count.ended(response.getStatus());
      } else {
        count.ended(ResponseCounter.NOBODY_THERE);
      }
    } catch (IOException | IllegalStateException e) {
      listener.written(false);
      gone();
      complete();
    }
    return true;
  }

  /** Ends the request after the response has been written. */
  private void end(int status, boolean keepsConnection) throws IOException {
    count.ended(status);
    connection.hasAnswered();
    if (keepsConnection) {
      async.complete();
    } else {
      body.discard(this::complete);
    }
  }

  private void gone() {
    count.ended(ResponseCounter.NOBODY_THERE);
    LOG.debug("A sender was gone before its answer");
  }

  /** Checks for unread content; if that fails, the connection must be closed. */
  private static boolean isNone(Rest rest) {
    try {
      return rest.isNone();
    } catch (IOException e) {
      return false;
    }
  }

  private void complete() {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      LOG.debug("The container has ended the request already");
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // Every request is answered long before; nobody would read this one's response.
    if (sent.compareAndSet(false, true)) {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      WebhookResponse answer = WebhookResponse.of(Problem.Unavailable.SHORTLY);
      response.setStatus(answer.status());
      answer.headers().forEach(response::setHeader);
      response.setHeader("Connection", "close");
      count.ended(answer.status());
    }
    async.complete();
  }

  @Override
  public void onError(AsyncEvent event) {
    sent.set(true);
    // The container answers 500 to whatever is not the connection's fault.
    boolean isGone = event.getThrowable() == null || event.getThrowable() instanceof IOException;
    count.ended(
        isGone ? ResponseCounter.NOBODY_THERE : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    sent.set(true);
    // Whatever ended without a report before has left its sender without a response.
    count.ended(ResponseCounter.NOBODY_THERE);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
