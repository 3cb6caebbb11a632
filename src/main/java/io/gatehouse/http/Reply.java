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
 * Sends one answer, whichever of the route's outcome and the time-out comes first. The container
 * looks at the time only while the route waits for another thread; what runs on the container's own
 * is bounded by the time-outs of body and send.
 */
final class Reply implements AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private final AsyncContext async;
  private final Answers answers;
  private final AnswerListener taken;
  private final Runnable whenOver;
  private final AtomicBoolean sent = new AtomicBoolean();

  /**
   * A reply.
   *
   * @param taken is told of a 200, and of no other answer, whether it was written
   * @param whenOver runs once, when the container is done with the request, however it ended
   */
  Reply(AsyncContext async, Answers answers, AnswerListener taken, Runnable whenOver) {
    this.async = async;
    this.answers = answers;
    this.taken = taken;
    this.whenOver = whenOver;
  }

  /** Sends it from a thread of the container. */
  void send(Answer answer) {
    if (sent.compareAndSet(false, true)) {
      try {
        write(answer);
      } finally {
        async.complete();
      }
    }
  }

  /**
   * Has the container send it without blocking. Where the broker's threads wrote to senders
   * themselves, one who does not read would hold up all others' confirmations.
   */
  void handOver(Answer answer) {
    if (sent.compareAndSet(false, true)) {
      try {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        byte[] body = answers.head(answer, response);
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(new Writing(async, out, body, told(answer)));
      } catch (IOException | IllegalStateException e) {
        LOG.debug("A sender was gone before its answer");
      }
    }
  }

  private void write(Answer answer) {
    AnswerListener told = told(answer);
    try {
      told.written(true);
      answers.write(answer, (HttpServletResponse) async.getResponse());
    } catch (IOException e) {
      told.written(false);
      LOG.debug("A sender was gone before its answer");
    }
  }

  private AnswerListener told(Answer answer) {
    return answer.status() == HttpServletResponse.SC_OK ? taken : done -> {};
  }

  /** Writes a body when the container says that it can be written. */
  private static final class Writing implements WriteListener {

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final byte[] body;
    private final AnswerListener told;
    private boolean written;
    private boolean flushed;

    Writing(AsyncContext async, ServletOutputStream out, byte[] body, AnswerListener told) {
      this.async = async;
      this.out = out;
      this.body = body;
      this.told = told;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (out.isReady()) {
        if (flushed) {
          async.complete();
          return;
        } else if (written) {
          // Completing would flush too, and tell nobody of a connection that failed.
          out.flush();
          flushed = true;
        } else {
          told.written(true);
          out.write(body);
          written = true;
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      told.written(false);
      LOG.debug("A sender was gone before its answer");
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // If the event is stored after all, the retry is recognised as a duplicate.
    send(Answer.of(Refusal.Unavailable.SHORTLY));
  }

  @Override
  public void onError(AsyncEvent event) {
    sent.set(true);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    sent.set(true);
    whenOver.run();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
