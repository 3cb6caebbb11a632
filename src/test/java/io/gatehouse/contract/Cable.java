package io.gatehouse.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a port that can be cut: what runs through it then breaks off, and may begin anew. */
final class Cable implements AutoCloseable {

  private final ServerSocket entrance;
  private final int exit;
  private final List<Socket> ends = new CopyOnWriteArrayList<>();

  private Cable(ServerSocket entrance, int exit) {
    this.entrance = entrance;
    this.exit = exit;
  }

  static Cable to(int port) throws IOException {
    Cable cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    start(cable::accept);
    return cable;
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Breaks every connection that there is. */
  void cut() {
    ends.forEach(Cable::close);
    ends.clear();
  }

  private void accept() throws IOException {
    while (!entrance.isClosed()) {
      Socket near = entrance.accept();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), exit);
      ends.addAll(List.of(near, far));
      start(() -> carry(near, far));
      start(() -> carry(far, near));
    }
  }

  private static void carry(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // It was cut, or an end of it was closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
