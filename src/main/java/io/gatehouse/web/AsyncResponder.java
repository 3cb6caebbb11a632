package io.gatehouse.web;

import io.gatehouse.webhook.Refusal;
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
 * Sends one answer to an asynchronous request without blocking (Servlet 6.0, section 3.7): neither
 * a sender who does not read its answer nor one who goes on sending holds a thread. Where a part of
 * the body was not read, the answer closes the connection.
 */
final class AsyncResponder implements AsyncListener {

  /** Nobody wants to know whether an answer was written. */
  static final ResponseListener NOBODY = done -> {};

  private static final Logger LOG = LoggerFactory.getLogger(AsyncResponder.class);

  private final AsyncContext async;
  private final ResponseWriter answers;
  private final ClientConnection connection;
  private final BodyReader body;
  private final ResponseCounter count;
  private final AtomicBoolean sent = new AtomicBoolean();

  private AsyncResponder(
      AsyncContext async,
      ResponseWriter answers,
      ClientConnection connection,
      BodyReader body,
      ResponseCounter count) {
    this.async = async;
    this.answers = answers;
    this.connection = connection;
    this.body = body;
    this.count = count;
  }

  /**
   * A reply to an asynchronous request.
   *
   * @param count is told what the sender got
   */
  static AsyncResponder to(
      AsyncContext async,
      ResponseWriter answers,
      ClientConnection connection,
      BodyReader body,
      ResponseCounter count) {
    async.getRequest().setAttribute(ProblemErrorValve.COUNTED, true);
    AsyncResponder reply = new AsyncResponder(async, answers, connection, body, count);
    async.addListener(reply);
    return reply;
  }

  /**
   * Has the container send the answer, unless another one has been sent. May be called on any
   * thread.
   *
   * @param told whether it was written, if it is the one that is sent
   * @return whether this is the answer that the sender gets
   */
  boolean send(WebhookResponse answer, ResponseListener told) {
    return send(response -> answers.head(answer, response), body::leavesNothing, told);
  }

  /** The same while a thread may still be about to read the body: what is left is not looked at. */
  boolean sendAndClose(WebhookResponse answer) {
    return send(response -> answers.head(answer, response), () -> false, NOBODY);
  }

  /** Sends a body of which status and headers have been set already. */
  void sendBody(byte[] content) {
    send(
        response -> {
          response.setContentLength(content.length);
          return content;
        },
        body::leavesNothing,
        NOBODY);
  }

  /** Whether an answer has been sent, or the request has failed. */
  boolean isSent() {
    return sent.get();
  }

  /** Tells whether the connection can serve another request. */
  private interface Rest {
    boolean isNone() throws IOException;
  }

  /** Sets status and headers, and gives the body. */
  private interface Head {
    byte[] set(HttpServletResponse response) throws IOException;
  }

  private boolean send(Head head, Rest rest, ResponseListener told) {
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
      if (!(body.refusal() instanceof Refusal.Malformed)) {
        int status = response.getStatus();
        out.setWriteListener(
            new AsyncBodyWriter(out, bytes, told, () -> end(status, keepsConnection), this::gone));
      } else if (connection.isAtItsFirstRequest()) {
        // The container closes such a connection as soon as it has this thread back. Nothing was
        // sent on it before, so this finds room at once.
        out.write(bytes);
        out.flush();
        count.ended(response.getStatus());
      } else {
        count.ended(ResponseCounter.NOBODY_THERE);
      }
    } catch (IOException | IllegalStateException e) {
      told.written(false);
      gone();
      complete();
    }
    return true;
  }

  /** The answer is written. */
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

  /** A body that cannot be asked for has to go with its connection. */
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
    // Every request is answered long before; this one's answer finds no reader.
    if (sent.compareAndSet(false, true)) {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      WebhookResponse answer = WebhookResponse.of(Refusal.Unavailable.SHORTLY);
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
    // What is not the connection's fault, the container answers 500.
    boolean isGone = event.getThrowable() == null || event.getThrowable() instanceof IOException;
    count.ended(
        isGone ? ResponseCounter.NOBODY_THERE : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    sent.set(true);
    // Whatever ended without a word before has left its sender without an answer.
    count.ended(ResponseCounter.NOBODY_THERE);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
