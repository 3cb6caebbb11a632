package io.gatehouse.tools.simulation;

/** Observes a simulation; called from several threads. */
public interface ProgressListener {

  /** One more event has had its last response. */
  void done();

  /** Reports something that the user should know, in one sentence. */
  void report(String sentence);
}
