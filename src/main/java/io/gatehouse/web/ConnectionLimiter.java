package io.gatehouse.web;

import io.gatehouse.sources.AddressParser;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Limits the number of connections, in total and for each source network. If there is no room for
 * one more, it closes those that have waited for their sender for longest: for a request, for the
 * rest of one, or for the response to be read.
 */
final class ConnectionLimiter {

  /** A connection that has been idle for less is never closed. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /** The part of the limit that is closed at once: finding candidates is expensive. */
  private static final int PART = 32;

  private final int most;
  private final int mostPerSource;
  private final Duration longestHead;
  private final Predicate<InetAddress> unlimited;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> perSource = new ConcurrentHashMap<>();

  /**
   * The limits.
   *
   * @param most connections in total
   * @param mostPerSource connections of one source network
   * @param longestHead how long the head of a request may take, from its first byte to its last
   * @param unlimited the sources that represent many others, that is, trusted proxies
   */
  ConnectionLimiter(
      int most, int mostPerSource, Duration longestHead, Predicate<InetAddress> unlimited) {
    this.most = most;
    this.mostPerSource = mostPerSource;
    this.longestHead = longestHead;
    this.unlimited = unlimited;
  }

  int most() {
    return most;
  }

  int mostPerSource() {
    return mostPerSource;
  }

  /** Admits a new connection; fails if there is no room, and none can be closed. */
  boolean admit(ClientConnection connection) {
    InetAddress network = AddressParser.network(connection.source());
    boolean alone = !unlimited.test(connection.source());
    if (alone && perSource.getOrDefault(network, 0) >= mostPerSource) {
      if (!dropLongest(mostPerSource, other -> isOf(network, other))) {
        return false;
      }
    }
    if (connections.size() >= most && !dropLongest()) {
      return false;
    }
    connections.add(connection);
    perSource.merge(network, 1, Integer::sum);
    return true;
  }

  /** Removes a connection that has been closed. */
  void remove(ClientConnection connection) {
    if (connections.remove(connection)) {
      perSource.computeIfPresent(
          AddressParser.network(connection.source()),
          (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
  }

  /** A connection, and since when it has been waiting for its sender, at the time of the check. */
  private record Waiting(ClientConnection connection, long since) {}

  private boolean dropLongest(int limit, Predicate<ClientConnection> candidate) {
    long now = System.nanoTime();
    List<Waiting> longest =
        connections.stream()
            .filter(candidate)
            .filter(ClientConnection::waitsForSender)
            .map(other -> new Waiting(other, other.since()))
            .filter(other -> now - other.since() > GRACE.toNanos())
            .sorted(Comparator.comparingLong(other -> other.since() - now))
            .limit(Math.max(limit / PART, 1))
            .toList();
    longest.forEach(other -> drop(other.connection()));
    return !longest.isEmpty();
  }

  /**
   * Closes the longest waiting connections of the source that has the most, or else of any source.
   */
  private boolean dropLongest() {
    return largestSource()
            .map(network -> dropLongest(most, other -> isOf(network, other)))
            .orElse(false)
        || dropLongest(most, other -> true);
  }

  private Optional<InetAddress> largestSource() {
    return perSource.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  private static boolean isOf(InetAddress network, ClientConnection connection) {
    return AddressParser.network(connection.source()).equals(network);
  }

  private void drop(ClientConnection connection) {
    // From here on it is not counted; a thread of the container closes its socket.
    remove(connection);
    connection.close();
  }

  /** Closes connections whose request head takes too long; to be called regularly. */
  void endOverdue() {
    long now = System.nanoTime();
    for (ClientConnection connection : connections) {
      if (connection.waitsForHead() && now - connection.since() > longestHead.toNanos()) {
        drop(connection);
      }
    }
  }

  /** Closes the connections on which no request is in progress. */
  void closeIdle() {
    long now = System.nanoTime();
    for (ClientConnection connection : connections) {
      // A connection that has just become idle may have received a request that was not examined
      // yet.
      if (connection.waitsForRequest() && now - connection.since() > GRACE.toNanos()) {
        drop(connection);
      }
    }
  }

  /** The number of connections. */
  int size() {
    return connections.size();
  }
}
