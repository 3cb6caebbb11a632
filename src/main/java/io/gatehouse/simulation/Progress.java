package io.gatehouse.simulation;

/** Who watches a performance; called from several threads. */
public interface Progress {

  /** One more event has had its last answer. */
  void done();

  /** Something that the watcher should know, one sentence. */
  void note(String sentence);
}
