package io.gatehouse.faults;

import io.gatehouse.gateway.Request;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One keep-alive connection of a vendor's server, over which events are sent one after the other.
 */
final class Sender implements Closeable {

  private static final int PATIENCE = 15_000;
  private static final int CONNECT_PATIENCE = 3_000;

  private static final String KOMPLIANT =
      "POST /webhooks/kompliant?partner_id=rockoutpay HTTP/1.1\r\n"
          + "X-Forwarded-For: 3.230.141.132\r\n";
  private static final String ONDATO =
      "POST /webhooks/ondato HTTP/1.1\r\nX-Forwarded-For: 20.31.227.231\r\n"
          + "Authorization: Basic b25kYXRvOmxvY2FsLW9uZGF0by1wYXNzd29yZA==\r\n";

  private final int port;
  private Socket socket;
  private InputStream in;

  Sender(int port) {
    this.port = port;
  }

  /**
   * The response.
   *
   * @param retryAfter the header, null if it is missing
   */
  record Reply(int status, String retryAfter, String body) {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    /** The event's id in the response. */
    String id() {
      Matcher id = ID.matcher(body);
      if (!id.find()) {
        throw new AssertionError("No id in " + body);
      }
      return id.group(1);
    }
  }

  /** Nobody listens: the event was not sent at all. */
  static final class NotConnected extends IOException {
    NotConnected(IOException cause) {
      super(cause);
    }
  }

  /** Sends a Kompliant event with this id about this subject. */
  Reply send(String id, String subject) throws IOException {
    return post(
        "{\"id\":\"%s\",\"event\":\"mbtrust_success\",\"application_id\":\"%s\"}"
            .formatted(id, subject));
  }

  /** Sends a Kompliant event without an id, so that it is identified by its subject for a time. */
  Reply sendWithoutId(String subject) throws IOException {
    return post(
        "{\"event\":\"decision_analytics_completed\",\"application_id\":\"%s\"}"
            .formatted(subject));
  }

  /** Sends an Ondato event of this type about this subject. */
  Reply ondato(String id, String type, String subject, Instant time) throws IOException {
    return post(
        ONDATO,
        "{\"Id\":\"%s\",\"Type\":\"%s\",\"CreatedUtc\":\"%s\",\"Payload\":{\"id\":\"%s\"}}"
            .formatted(id, type, time, subject));
  }

  /** Sends a request of any vendor, and keeps the connection. */
  Reply send(Request request) throws IOException {
    return exchange(request.header("Connection", "keep-alive").bytes());
  }

  private Reply post(String body) throws IOException {
    return post(KOMPLIANT, body);
  }

  private Reply post(String vendor, String body) throws IOException {
    return exchange(
        (vendor
                + "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.US_ASCII));
  }

  private Reply exchange(byte[] request) throws IOException {
    connect();
    try {
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect() throws NotConnected {
    if (socket == null) {
      try {
        socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_PATIENCE);
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
      } catch (IOException e) {
        socket = null;
        throw new NotConnected(e);
      }
    }
  }

  private Reply read() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    String retryAfter = null;
    int length = 0;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      String value = line.substring(name.length() + 1).strip();
      switch (name) {
        case "content-length" -> length = Integer.parseInt(value);
        case "retry-after" -> retryAfter = value;
        case "connection" -> last = value.equalsIgnoreCase("close");
        default -> {
          // Of no interest here.
        }
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (body.length() < length) {
      throw new IOException("The connection ended");
    }
    if (last) {
      close();
    }
    return new Reply(status, retryAfter, body);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
      socket = null;
    }
  }
}
