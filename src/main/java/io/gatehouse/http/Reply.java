package io.gatehouse.http;

import io.gatehouse.webhook.AnswerListener;
import io.gatehouse.webhook.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
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
final class Reply implements AsyncListener {

  /** Nobody wants to know whether an answer was written. */
  static final AnswerListener NOBODY = done -> {};

  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private final AsyncContext async;
  private final Answers answers;
  private final ClientConnection connection;
  private final BodyReader body;
  private final AnswerCount count;
  private final AtomicBoolean sent = new AtomicBoolean();

  private Reply(
      AsyncContext async,
      Answers answers,
      ClientConnection connection,
      BodyReader body,
      AnswerCount count) {
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
  static Reply to(
      AsyncContext async,
      Answers answers,
      ClientConnection connection,
      BodyReader body,
      AnswerCount count) {
    async.getRequest().setAttribute(PlainErrors.COUNTED, true);
    Reply reply = new Reply(async, answers, connection, body, count);
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
  boolean send(Answer answer, AnswerListener told) {
    return send(response -> answers.head(answer, response), body::leavesNothing, told);
  }

  /** The same while a thread may still be about to read the body: what is left is not looked at. */
  boolean sendAndClose(Answer answer) {
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

  private boolean send(Head head, Rest rest, AnswerListener told) {
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
        out.setWriteListener(new Writing(out, bytes, response.getStatus(), keepsConnection, told));
      } else if (connection.isAtItsFirstRequest()) {
        // The container closes such a connection as soon as it has this thread back. Nothing was
        // sent on it before, so this finds room at once.
        out.write(bytes);
        out.flush();
        count.ended(response.getStatus());
      } else {
        count.ended(AnswerCount.NOBODY_THERE);
      }
    } catch (IOException | IllegalStateException e) {
      told.written(false);
      count.ended(AnswerCount.NOBODY_THERE);
      LOG.debug("A sender was gone before its answer");
      complete();
    }
    return true;
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

  /** Writes a body when the container says that it can be written. */
  private final class Writing implements WriteListener {

    private final ServletOutputStream out;
    private final byte[] content;
    private final int status;
    private final boolean keepsConnection;
    private final AnswerListener told;
    private boolean written;
    private boolean flushed;
    private boolean over;

    Writing(
        ServletOutputStream out,
        byte[] content,
        int status,
        boolean keepsConnection,
        AnswerListener told) {
      this.out = out;
      this.content = content;
      this.status = status;
      this.keepsConnection = keepsConnection;
      this.told = told;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (!over && out.isReady()) {
        if (!written) {
          written = true;
          told.written(true);
          out.write(content);
        } else if (!flushed) {
          // Completing would flush too, and tell nobody of a connection that failed.
          flushed = true;
          out.flush();
        } else {
          over = true;
          end();
        }
      }
    }

    private void end() {
      count.ended(status);
      connection.hasAnswered();
      if (keepsConnection) {
        async.complete();
      } else {
        body.discard(Reply.this::complete);
      }
    }

    @Override
    public void onError(Throwable failure) {
      told.written(false);
      count.ended(AnswerCount.NOBODY_THERE);
      LOG.debug("A sender was gone before its answer");
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // Every request is answered long before; this one's answer finds no reader.
    if (sent.compareAndSet(false, true)) {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      Answer answer = Answer.of(Refusal.Unavailable.SHORTLY);
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
    count.ended(AnswerCount.NOBODY_THERE);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    sent.set(true);
    // Whatever ended without a word before has left its sender without an answer.
    count.ended(AnswerCount.NOBODY_THERE);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
