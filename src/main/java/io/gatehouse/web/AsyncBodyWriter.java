package io.gatehouse.web;

import io.gatehouse.webhook.ResponseListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Writes a body when the container reports that it can be written. */
final class AsyncBodyWriter implements WriteListener {

  /** What to do once a response has been sent. */
  interface Ending {
    void end() throws IOException;
  }

  private final ServletOutputStream out;
  private final byte[] content;
  private final ResponseListener listener;
  private final Ending whenWritten;
  private final Runnable whenGone;
  private boolean written;
  private boolean flushed;
  private boolean over;

  /**
   * A body to write.
   *
   * @param listener learns whether it is written
   * @param whenWritten runs when it has been sent and the request is to be completed
   * @param whenGone runs when the client has gone
   */
  AsyncBodyWriter(
      ServletOutputStream out,
      byte[] content,
      ResponseListener listener,
      Ending whenWritten,
      Runnable whenGone) {
    this.out = out;
    this.content = content;
    this.listener = listener;
    this.whenWritten = whenWritten;
    this.whenGone = whenGone;
  }

  @Override
  public void onWritePossible() throws IOException {
    while (!over && out.isReady()) {
      if (!written) {
        written = true;
        listener.written(true);
        out.write(content);
      } else if (!flushed) {
        // Completing would flush too, but would not report a failed connection to anybody.
        flushed = true;
        out.flush();
      } else {
        over = true;
        whenWritten.end();
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!over) {
      listener.written(false);
    }
    whenGone.run();
  }
}
