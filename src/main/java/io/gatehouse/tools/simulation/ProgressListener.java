package io.gatehouse.tools.simulation;

/** Who watches a performance; called from several threads. */
public interface ProgressListener {

  /** One more event has had its last answer. */
  void done();

  /** Something that the watcher should know, one sentence. */
  void report(String sentence);
}
