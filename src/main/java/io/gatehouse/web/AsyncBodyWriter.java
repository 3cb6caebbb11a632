package io.gatehouse.web;

import io.gatehouse.webhook.ResponseListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Writes a body when the container says that it can be written. */
final class AsyncBodyWriter implements WriteListener {

  /** What follows on an answer that has left. */
  interface Ending {
    void end() throws IOException;
  }

  private final ServletOutputStream out;
  private final byte[] content;
  private final ResponseListener told;
  private final Ending whenWritten;
  private final Runnable whenGone;
  private boolean written;
  private boolean flushed;
  private boolean over;

  /**
   * A body to write.
   *
   * @param told whether it is written, as far as the route has to know
   * @param whenWritten it has left, and the request is to be ended
   * @param whenGone nobody is there to take it
   */
  AsyncBodyWriter(
      ServletOutputStream out,
      byte[] content,
      ResponseListener told,
      Ending whenWritten,
      Runnable whenGone) {
    this.out = out;
    this.content = content;
    this.told = told;
    this.whenWritten = whenWritten;
    this.whenGone = whenGone;
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
        whenWritten.end();
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!over) {
      told.written(false);
    }
    whenGone.run();
  }
}
