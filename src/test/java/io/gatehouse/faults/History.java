package io.gatehouse.faults;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The responses to senders, event by event, and the comparison with the bus at the end. Only the
 * senders write it, so it does not share the gateway's mistakes.
 */
final class History {

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

  /**
   * The comparison's outcome.
   *
   * @param lost ids that were acknowledged and are not stored
   * @param doubled ids that are stored more than once
   */
  record Verdict(Set<String> lost, Set<String> doubled) {

    boolean isClean() {
      return lost.isEmpty() && doubled.isEmpty();
    }

    @Override
    public String toString() {
      return "%d lost: %s, %d doubled: %s"
          .formatted(lost.size(), some(lost), doubled.size(), some(doubled));
    }

    private static List<String> some(Set<String> ids) {
      return ids.stream().limit(20).toList();
    }
  }

  /** The sender got a 200. */
  void acknowledged(String id) {
    acknowledged.add(id);
    open.remove(id);
    count("200");
  }

  /** The sender was informed that the gateway does not have the event. */
  void refused(String id, int status) {
    open.add(id);
    count(Integer.toString(status));
  }

  /** The connection broke before a response: the event may be stored or not. */
  void unanswered(String id) {
    open.add(id);
    count("broken");
  }

  /** An open connection got no response at all until the sender gave up. */
  void silent(String id) {
    open.add(id);
    count("silent");
  }

  private void count(String outcome) {
    outcomes.computeIfAbsent(outcome, key -> new LongAdder()).increment();
  }

  /** A copy of what has been acknowledged up to now. */
  Set<String> acknowledgedSoFar() {
    return Set.copyOf(acknowledged);
  }

  /** Ids that a vendor would send again. */
  Set<String> toSendAgain() {
    return Set.copyOf(open);
  }

  /** How often each outcome occurred: a status, {@code broken} or {@code silent}. */
  Map<String, Long> outcomes() {
    Map<String, Long> counts = new TreeMap<>();
    outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
    return counts;
  }

  long count() {
    return acknowledged.size();
  }

  /** Compares all that was acknowledged with what is stored. */
  Verdict against(Collection<String> stored) {
    return compare(acknowledged, stored);
  }

  static Verdict compare(Collection<String> acknowledged, Collection<String> stored) {
    Set<String> seen = new HashSet<>();
    Set<String> doubled = new TreeSet<>();
    for (String id : stored) {
      if (!seen.add(id)) {
        doubled.add(id);
      }
    }
    Set<String> lost = new TreeSet<>(acknowledged);
    lost.removeAll(seen);
    return new Verdict(lost, doubled);
  }
}
