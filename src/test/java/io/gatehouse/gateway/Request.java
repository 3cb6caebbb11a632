package io.gatehouse.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request as sent. {@code Host}, {@code Content-Length} and {@code Connection: close} are added
 * if they are missing.
 *
 * @param line the request line
 * @param headers each {@code Name: value}
 * @param body raw
 */
public record Request(String line, List<String> headers, byte[] body) {

  /** A POST of JSON to this path and query. */
  public static Request post(String path) {
    return new Request(
        "POST " + path + " HTTP/1.1", List.of("Content-Type: application/json"), new byte[0]);
  }

  /** A GET of this path and query. */
  public static Request get(String path) {
    return new Request("GET " + path + " HTTP/1.1", List.of(), new byte[0]);
  }

  /** A DELETE of this path and query. */
  public static Request delete(String path) {
    return new Request("DELETE " + path + " HTTP/1.1", List.of(), new byte[0]);
  }

  /** A request from a file: head, an empty line, and the body up to the end of the file. */
  public static Request read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String latin = new String(bytes, StandardCharsets.ISO_8859_1);
      int end = latin.indexOf("\n\n");
      List<String> head = latin.substring(0, end).lines().toList();
      return new Request(
          head.get(0),
          head.subList(1, head.size()),
          Arrays.copyOfRange(bytes, end + 2, bytes.length));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Request header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new Request(line, more, body);
  }

  public Request withoutHeader(String name) {
    return new Request(
        line, headers.stream().filter(header -> !isNamed(header, name)).toList(), body);
  }

  public Request body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  public Request body(byte[] bytes) {
    return new Request(line, headers, bytes);
  }

  /** Head and body as sent. */
  public byte[] bytes() {
    byte[] head = head();
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  byte[] head() {
    List<String> lines = new ArrayList<>();
    lines.add(line);
    lines.addAll(headers);
    addMissing(lines, "Host", "localhost");
    addMissing(lines, "Content-Length", Integer.toString(body.length));
    addMissing(lines, "Connection", "close");
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private void addMissing(List<String> lines, String name, String value) {
    boolean chunked =
        name.equals("Content-Length")
            && headers.stream().anyMatch(header -> isNamed(header, "Transfer-Encoding"));
    if (!chunked && headers.stream().noneMatch(header -> isNamed(header, name))) {
      lines.add(name + ": " + value);
    }
  }

  private static boolean isNamed(String header, String name) {
    return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }
}
