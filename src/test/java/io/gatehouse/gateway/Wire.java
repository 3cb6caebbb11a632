package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Raw sockets, so that exactly the test's bytes are sent. */
public final class Wire {

  private static final int PATIENCE = 15_000;

  /** No answer takes this long unless a thread is blocked or a wake-up was lost. */
  private static final int SUSPICIOUS = 6_000;

  private Wire() {}

  /** Sends a request and reads the answer to the end of the connection. */
  public static Answer exchange(int port, Request request) {
    try (Socket socket = connect(port)) {
      OutputStream out = socket.getOutputStream();
      out.write(request.head());
      try {
        out.write(request.body());
        out.flush();
      } catch (IOException e) {
        // The gateway may answer and close before it has read everything.
      }
      return parse(readAll(socket));
    } catch (IOException e) {
      throw new IllegalStateException("The gateway did not answer " + request.line(), e);
    }
  }

  /** Reads an answer, and prints the stack of each thread if it is late. */
  private static byte[] readAll(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    socket.setSoTimeout(SUSPICIOUS);
    try {
      answer.write(in.readNBytes(1));
    } catch (SocketTimeoutException e) {
      Thread.getAllStackTraces()
          .forEach(
              (thread, frames) -> {
                System.err.println(thread + " " + thread.getState());
                Stream.of(frames).forEach(frame -> System.err.println("    at " + frame));
              });
    }
    socket.setSoTimeout(PATIENCE - SUSPICIOUS);
    answer.write(in.readAllBytes());
    return answer.toByteArray();
  }

  /** Sends a request and resets the connection before a response can arrive. */
  public static void sendAndReset(int port, Request request) {
    try (Socket socket = connect(port)) {
      socket.setSoLinger(true, 0);
      OutputStream out = socket.getOutputStream();
      out.write(request.head());
      out.write(request.body());
    } catch (IOException e) {
      throw new IllegalStateException("The gateway did not take " + request.line(), e);
    }
  }

  /** A connection to the gateway for bytes of any kind. */
  public static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  /** Reads one response with a body, and leaves the connection open. */
  public static Answer next(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    readUntil("\r\n\r\n", in, answer);
    String length = headers(answer.toString(StandardCharsets.UTF_8)).get("content-length");
    if (length == null) {
      readUntil("\r\n0\r\n\r\n", in, answer);
    } else {
      answer.write(in.readNBytes(Integer.parseInt(length)));
    }
    return parse(answer.toByteArray());
  }

  private static void readUntil(String end, InputStream in, ByteArrayOutputStream answer)
      throws IOException {
    while (!answer.toString(StandardCharsets.US_ASCII).endsWith(end)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The connection ended within an answer: " + answer);
      }
      answer.write(next);
    }
  }

  /** Reads one answer with a body of declared length, or in chunks. */
  public static Answer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("No answer: \"" + text + "\"");
    }
    Map<String, String> headers = headers(text);
    String body = text.substring(end + 4);
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      body = new String(joined(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
    return new Answer(Integer.parseInt(text.split(" ", 3)[1]), headers, body);
  }

  private static Map<String, String> headers(String answer) {
    String[] head = answer.substring(0, answer.indexOf("\r\n\r\n")).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      headers.put(
          head[i].substring(0, colon).toLowerCase(Locale.ROOT),
          head[i].substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] joined(byte[] chunks) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int at = 0; at < chunks.length; ) {
      int start = at;
      while (chunks[start] != '\n') {
        start++;
      }
      String size = new String(chunks, at, start - at, StandardCharsets.US_ASCII).strip();
      int length = Integer.parseInt(size, 16);
      whole.write(chunks, start + 1, length);
      at = start + 1 + length + 2;
    }
    return whole.toByteArray();
  }
}
