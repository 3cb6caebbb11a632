package io.gatehouse.http;

import io.gatehouse.webhook.AnswerListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Writes a body when the container says that it can be written. */
final class AnswerWriting implements WriteListener {

  /** What follows on an answer that has left. */
  interface Ending {
    void end() throws IOException;
  }

  private final ServletOutputStream out;
  private final byte[] content;
  private final AnswerListener told;
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
  AnswerWriting(
      ServletOutputStream out,
      byte[] content,
      AnswerListener told,
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
