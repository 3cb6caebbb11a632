package io.gatehouse.tools.cli;

import io.gatehouse.tools.simulation.ProgressListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal, and messages as lines elsewhere. */
final class ProgressLine implements ProgressListener, AutoCloseable {

  private final PrintWriter output;
  private final ProgressBar bar;

  private ProgressLine(PrintWriter output, ProgressBar bar) {
    this.output = output;
    this.bar = bar;
  }

  /**
   * @param watched whether the output is a terminal
   */
  static ProgressLine of(boolean watched, int length, PrintWriter output) {
    return new ProgressLine(
        output,
        watched
            ? new ProgressBarBuilder()
                .setTaskName("simulate")
                .setInitialMax(length)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .showSpeed()
                .build()
            : null);
  }

  @Override
  public void done() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public synchronized void report(String sentence) {
    output.println(sentence);
    output.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
