package io.gatehouse.web;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a body as they arrive. The buffer grows with what arrives, and not with the size
 * that a sender announces. The request may be given up while the container still reads.
 */
final class BodyBuffer {

  private static final int FIRST_ROOM = 512;
  private static final int MOST_ARRIVED = 8192;
  private static final byte[] NOTHING = {};

  private final BodyReader owner;
  private final BodyReadLimiter limiter;
  private byte[] bytes = NOTHING;
  private int length;
  private int setAside;
  private boolean complete;

  BodyBuffer(BodyReader owner, BodyReadLimiter limiter) {
    this.owner = owner;
    this.limiter = limiter;
  }

  /**
   * Reads what has already arrived, if the body is small.
   *
   * @return whether that is all of the declared length
   */
  boolean readArrived(ServletInputStream in, long declared) throws IOException {
    bytes = new byte[(int) Math.min(declared, MOST_ARRIVED)];
    while (!isFull() && in.available() > 0) {
      readFrom(in);
    }
    return whole().length == declared;
  }

  synchronized boolean isFull() {
    return length == bytes.length;
  }

  synchronized int length() {
    return length;
  }

  /**
   * Makes room for at least one more byte; only for the reading thread.
   *
   * @param expected the length of the body, as far as it is known
   * @return whether there is memory for it
   */
  boolean makeRoom(long expected) {
    if (!isFull()) {
      return true;
    }
    // Once an eighth has arrived, all of it is allocated: each time the buffer grows, the bytes are
    // copied.
    long grown = length >= expected / 8 ? expected : Math.max(2L * length, FIRST_ROOM);
    // Once all expected bytes are here, room for one more byte shows whether there are more.
    int size = (int) Math.max(Math.min(grown, expected), length + 1L);
    // Not under the lock: another body may have to be dropped, whose memory is then released.
    return limiter.take(owner, size) && grow(size);
  }

  /** Grows the buffer. While the bytes are copied, they exist twice. */
  private synchronized boolean grow(int size) {
    if (complete) {
      limiter.giveBack(size);
      return false;
    }
    bytes = Arrays.copyOf(bytes, size);
    limiter.giveBack(setAside);
    setAside = size;
    return true;
  }

  synchronized long setAside() {
    return setAside;
  }

  /** Reads what is available, as far as there is room; returns whether there may be more. */
  synchronized boolean readFrom(InputStream in) throws IOException {
    if (complete) {
      return false;
    }
    int count = in.read(bytes, length, bytes.length - length);
    length += Math.max(count, 0);
    return count >= 0;
  }

  /** All bytes, in an array of exactly their length. */
  synchronized byte[] whole() {
    if (bytes.length != length) {
      bytes = Arrays.copyOf(bytes, length);
    }
    return bytes;
  }

  /** Stops counting the bytes here: they are received, and counted elsewhere from now on. */
  synchronized void uncount() {
    limiter.giveBack(setAside);
    setAside = 0;
    complete = true;
  }

  /** Releases the bytes. */
  synchronized void release() {
    uncount();
    bytes = NOTHING;
    length = 0;
  }
}
