package io.gatehouse.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports for programs that need a fixed one.
 *
 * <p>A port that the kernel picks may be taken again before the program listens: by a test that
 * runs in parallel, or by any outgoing connection. So each test process has a block of its own,
 * below the ports that Linux uses for outgoing connections, and reserves it by listening at the
 * block's first port as long as it lives.
 */
public final class FreePorts {

  private static final int FIRST = 12_000;
  private static final int BLOCK = 500;
  private static final int BLOCKS = 40;

  private static final ServerSocket MARK = mark();
  private static int next = MARK.getLocalPort();

  private FreePorts() {}

  /** A port that has not been returned for long. */
  public static synchronized int one() {
    int block = MARK.getLocalPort();
    for (int tries = 1; tries < BLOCK; tries++) {
      next = next + 1 < block + BLOCK ? next + 1 : block + 1;
      if (isFree(next)) {
        return next;
      }
    }
    throw new IllegalStateException("All ports from " + block + " are taken");
  }

  /** Ports that differ from each other. */
  public static int[] several(int count) {
    int[] ports = new int[count];
    for (int i = 0; i < count; i++) {
      ports[i] = one();
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket mark() {
    int start = ThreadLocalRandom.current().nextInt(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      try {
        return new ServerSocket(FIRST + (start + i) % BLOCKS * BLOCK);
      } catch (IOException e) {
        continue;
      }
    }
    throw new IllegalStateException("No block of ports is free from " + FIRST);
  }
}
