package io.gatehouse.attacks;

import io.gatehouse.gateway.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Sends bytes to a port, and returns every byte until the connection ends. */
final class Raw {

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 [0-9]{3} ");

  private Raw() {}

  /** Sends, half-closes the connection, and reads to the end. */
  static String send(int port, byte[] bytes) {
    try (Socket socket = Wire.connect(port)) {
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
      } catch (IOException e) {
        // The other side may have answered and closed before it read everything.
      }
      return new String(untilEnd(socket.getInputStream()), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String send(int port, String latin) {
    return send(port, latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] untilEnd(InputStream in) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (IOException e) {
      // A reset ends it as well.
    }
    return bytes.toByteArray();
  }

  /** How many HTTP answers there are in what came back. */
  static long answers(String received) {
    return STATUS_LINE.matcher(received).results().count();
  }
}
