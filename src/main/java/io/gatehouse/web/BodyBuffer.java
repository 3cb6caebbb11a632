package io.gatehouse.web;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a body as they arrive. Room is made for what comes, and not for what a sender
 * announces. The request may be given up while the container still reads.
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
   * Reads what has arrived already, as far as that is little.
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
   * Makes room for at least one more byte; only for the thread that reads.
   *
   * @param expected how long the body will be, as far as that is known
   * @return whether there is memory for it
   */
  boolean makeRoom(long expected) {
    if (!isFull()) {
      return true;
    }
    // Who has sent an eighth may have all: each time that the room grows, the bytes are copied.
    long grown = length >= expected / 8 ? expected : Math.max(2L * length, FIRST_ROOM);
    // Where all that was expected is here, one more byte tells that there is more.
    int size = (int) Math.max(Math.min(grown, expected), length + 1L);
    // Not under the lock: another body may have to give way, whose memory is then released.
    return limiter.take(owner, size) && grow(size);
  }

  /** While the bytes are copied they are there twice. */
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

  /** Reads what is there, as far as there is room; returns whether there may be more. */
  synchronized boolean readFrom(InputStream in) throws IOException {
    if (complete) {
      return false;
    }
    int count = in.read(bytes, length, bytes.length - length);
    length += Math.max(count, 0);
    return count >= 0;
  }

  /** All of them, in an array that has room for no more. */
  synchronized byte[] whole() {
    if (bytes.length != length) {
      bytes = Arrays.copyOf(bytes, length);
    }
    return bytes;
  }

  /** They are received, and counted elsewhere from here on. */
  synchronized void uncount() {
    limiter.giveBack(setAside);
    setAside = 0;
    complete = true;
  }

  /** Lets go of them. */
  synchronized void release() {
    uncount();
    bytes = NOTHING;
    length = 0;
  }
}
