package io.gatehouse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The network to a port, such as the broker's, which a test interrupts and restores. */
public final class Link implements AutoCloseable {

  private enum State {
    OPEN,
    CUT,
    SILENT
  }

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.OPEN;

  /** A link to this port. */
  public Link(int target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    run(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Ends all connections, and each new one at once. */
  public void cut() {
    change(State.CUT);
    closeAll();
  }

  /**
   * Lets no byte through, and leaves all connections open, as a network does that drops packets.
   */
  public void silence() {
    change(State.SILENT);
  }

  /** Lets new connections through; earlier ones are lost, as in a real network. */
  public void restore() {
    closeAll();
    change(State.OPEN);
  }

  private void change(State now) {
    lock.lock();
    try {
      state = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void closeAll() {
    sockets.forEach(Link::close);
    sockets.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        run(() -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try {
      passOrEnd();
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(broker);
      run(() -> copy(client, broker));
      copy(broker, client);
    } catch (IOException e) {
      close(client);
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        passOrEnd();
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The other end is closed below.
    }
    close(from);
    close(to);
  }

  /** Waits while it is silent. */
  private void passOrEnd() throws IOException {
    lock.lock();
    try {
      boolean waited = false;
      while (state == State.SILENT) {
        waited = true;
        changed.awaitUninterruptibly();
      }
      if (waited || state == State.CUT) {
        throw new IOException("Lost on the way");
      }
    } finally {
      lock.unlock();
    }
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "link");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
