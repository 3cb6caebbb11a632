package io.gatehouse.attacks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Many connections of one kind, from one thread: each sends a beginning and then a little every
 * second. Connections that the gateway closes are opened again.
 */
final class SlowConnections implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int SMALL_WINDOW = 2048;

  private final InetSocketAddress gateway;
  private final Kind kind;
  private final Selector selector;
  private final Thread thread;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile int opened;

  /** What they do. */
  enum Kind {
    A_HEAD_THAT_DOES_NOT_END("POST /webhooks/veriff HTTP/1.1\r\nHost: h\r\nX-Padding: ", "a", true),
    A_BODY_AFTER_404(post("/nope", "Content-Length: 60000\r\n"), "a", true),
    A_BODY_AFTER_401(post("/webhooks/thekyb?key=wrong", "Content-Length: 60000\r\n"), "a", true),
    A_FORM_FOR_A_TOKEN(
        "POST /oauth2/token HTTP/1.1\r\nHost: h\r\nContent-Length: 8000\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant_type=",
        "a",
        true),
    A_BODY_WITH_A_FALSE_SIGNATURE(
        post(
            "/webhooks/veriff",
            "Content-Length: 60000\r\nX-HMAC-SIGNATURE: " + "0a".repeat(32) + "\r\n"),
        "a",
        true),
    A_BODY_WITH_THE_RIGHT_KEY(
        post("/webhooks/argos?key=" + StandstillTest.KEY, "Content-Length: 60000\r\n"), "a", true),
    CHUNKS_WITHOUT_END(
        post("/webhooks/argos?key=" + StandstillTest.KEY, "Transfer-Encoding: chunked\r\n"),
        "1\r\n[\r\n",
        true),
    ANSWERS_THAT_ARE_NOT_READ(
        (post("/webhooks/thekyb?key=wrong", "Content-Length: 2\r\n") + "{}").repeat(90),
        post("/webhooks/thekyb?key=wrong", "Content-Length: 2\r\n") + "{}",
        false),
    NOTHING_AFTER_A_REQUEST(
        post("/webhooks/thekyb?key=wrong", "Content-Length: 2\r\n") + "{}", "", true);

    private final byte[] beginning;
    private final byte[] more;
    private final boolean reads;

    Kind(String beginning, String more, boolean reads) {
      this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
      this.more = more.getBytes(StandardCharsets.US_ASCII);
      this.reads = reads;
    }

    private static String post(String path, String headers) {
      return "POST "
          + path
          + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
          + headers
          + "\r\n";
    }
  }

  /** One of them. */
  private static final class Slow {
    private ByteBuffer toSend;
    private long next;
  }

  private SlowConnections(int port, Kind kind) throws IOException {
    this.gateway = new InetSocketAddress("127.0.0.1", port);
    this.kind = kind;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "slow-connections");
  }

  /** Opens as many, and continues until closed. */
  static SlowConnections open(int port, int count, Kind kind) throws IOException {
    SlowConnections all = new SlowConnections(port, kind);
    for (int i = 0; i < count; i++) {
      all.connect();
    }
    all.thread.start();
    return all;
  }

  /** How many have been opened, those in place of closed ones included. */
  int opened() {
    return opened;
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    if (!kind.reads) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
    }
    Slow slow = new Slow();
    slow.toSend = ByteBuffer.wrap(kind.beginning);
    channel.connect(gateway);
    channel.register(selector, SelectionKey.OP_CONNECT, slow);
    opened++;
  }

  private void run() {
    ByteBuffer received = ByteBuffer.allocate(4096);
    try {
      while (!stopped.get()) {
        selector.select(50);
        for (SelectionKey key : selector.selectedKeys()) {
          proceed(key, received);
        }
        selector.selectedKeys().clear();
        sendMore();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void proceed(SelectionKey key, ByteBuffer received) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        key.interestOps(kind.reads ? SelectionKey.OP_READ : 0);
        send(key);
      } else if (key.isReadable()) {
        received.clear();
        if (channel.read(received) < 0) {
          again(key);
        }
      }
    } catch (IOException e) {
      again(key);
    }
  }

  private void sendMore() throws IOException {
    long now = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      Slow slow = (Slow) key.attachment();
      if (key.isValid() && slow.next != 0 && now - slow.next > 0) {
        if (!slow.toSend.hasRemaining()) {
          slow.toSend = ByteBuffer.wrap(kind.more);
        }
        try {
          send(key);
        } catch (IOException e) {
          again(key);
        }
      }
    }
  }

  private static void send(SelectionKey key) throws IOException {
    Slow slow = (Slow) key.attachment();
    ((SocketChannel) key.channel()).write(slow.toSend);
    slow.next = System.nanoTime() + INTERVAL.toNanos();
  }

  private void again(SelectionKey key) throws IOException {
    key.cancel();
    key.channel().close();
    if (!stopped.get()) {
      connect();
    }
  }

  @Override
  public void close() throws IOException {
    stopped.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
