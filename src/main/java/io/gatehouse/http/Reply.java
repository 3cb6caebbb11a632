package io.gatehouse.http;

import io.gatehouse.webhook.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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

  private static final String ATTRIBUTE = "gatehouse.reply";

  private final AsyncContext async;
  private final Answers answers;
  private final Runnable whenOver;
  private final AtomicBoolean sent = new AtomicBoolean();
  private volatile Answer answer;

  /**
   * A reply.
   *
   * @param whenOver runs once, when the container is done with the request, however it ended
   */
  Reply(AsyncContext async, Answers answers, Runnable whenOver) {
    this.async = async;
    this.answers = answers;
    this.whenOver = whenOver;
  }

  /** Sends it from a thread of the container. */
  void send(Answer answer) {
    if (sent.compareAndSet(false, true)) {
      try {
        write(answer, async.getResponse());
      } finally {
        async.complete();
      }
    }
  }

  /**
   * Has a thread of the container send it. Where the broker's threads wrote to senders themselves,
   * one who does not read would hold up all others' confirmations.
   */
  void handOver(Answer answer) {
    if (sent.compareAndSet(false, true)) {
      this.answer = answer;
      try {
        async.getRequest().setAttribute(ATTRIBUTE, this);
        async.dispatch("/");
      } catch (IllegalStateException e) {
        LOG.debug("A sender was gone before its answer");
      }
    }
  }

  /** The answer that was handed over with this request, if one was. */
  static Optional<Reply> handedOver(ServletRequest request) {
    return request.getDispatcherType() == DispatcherType.ASYNC
        ? Optional.of((Reply) request.getAttribute(ATTRIBUTE))
        : Optional.empty();
  }

  /** Sends what was handed over; the container then ends the request. */
  void send(HttpServletResponse response) {
    write(answer, response);
  }

  private void write(Answer answer, ServletResponse response) {
    try {
      answers.write(answer, (HttpServletResponse) response);
    } catch (IOException e) {
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
