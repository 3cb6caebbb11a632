package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that are made to grow when they are parsed: one small piece of JSON repeated, in one of
 * several arrangements. A shape can be made as large as a route accepts.
 */
public final class GrowingJson {

  private static final String DEEP = "[".repeat(40) + "]".repeat(40);
  private static final String DEEP_OBJECTS = "{\"a\":".repeat(40) + "0" + "}".repeat(40);

  /** The repeated pieces, by their names. */
  private static final Map<String, String> PIECES = pieces();

  private GrowingJson() {}

  /** How the pieces are arranged. */
  public enum Arrangement {
    /** {@code [x,x,x]}. */
    ARRAY,
    /** {@code {"0":x,"1":x}}. */
    MEMBERS,
    /** The same with names of some hundred characters. */
    LONG_NAMES,
    /** {@code {"a":x,"a":x}}. */
    ONE_NAME,
    /** {@code [[x],[x]]}. */
    ARRAYS,
    /** {@code [{"a":x},{"a":x}]}. */
    OBJECTS,
    /** {@code [x,{"w":[x,{"w":[…]}]}]} some levels down, and there an array. */
    LEVELS,
    /** An array with as much white space as JSON. */
    SPACED
  }

  /**
   * One kind of event.
   *
   * @param piece the repeated part
   */
  public record Shape(String name, String piece, Arrangement arrangement) {

    /**
     * The rest of an object of which the beginning has been written, down to its closing brace.
     *
     * @param size of it, to a piece
     */
    public byte[] tail(int size) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(size + 64);
      boolean members =
          arrangement.compareTo(Arrangement.MEMBERS) >= 0
              && arrangement.compareTo(Arrangement.ONE_NAME) <= 0;
      int levels = arrangement == Arrangement.LEVELS ? 8 : 0;
      String end = (members ? "}" : "]") + "}]".repeat(levels) + "}";
      write(out, ",\"x\":" + ("[" + piece + ",{\"w\":").repeat(levels) + (members ? "{" : "["));
      for (int i = 0; ; i++) {
        String next = (i == 0 ? "" : ",") + one(i);
        byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
        if (out.size() + bytes.length + end.length() > size) {
          break;
        }
        out.writeBytes(bytes);
      }
      write(out, end);
      return out.toByteArray();
    }

    private String one(int number) {
      return switch (arrangement) {
        case ARRAY, LEVELS -> piece;
        case MEMBERS -> "\"" + number + "\":" + piece;
        case LONG_NAMES -> "\"" + "n".repeat(100) + number + "\":" + piece;
        case ONE_NAME -> "\"a\":" + piece;
        case ARRAYS -> "[" + piece + "]";
        case OBJECTS -> "{\"a\":" + piece + "}";
        case SPACED -> " ".repeat(piece.length()) + piece;
      };
    }

    private static void write(ByteArrayOutputStream out, String text) {
      out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Map<String, String> pieces() {
    Map<String, String> pieces = new LinkedHashMap<>();
    pieces.put("empty objects", "{}");
    pieces.put("empty arrays", "[]");
    pieces.put("objects of one member", "{\"a\":0}");
    pieces.put("objects of an object", "{\"a\":{}}");
    pieces.put("arrays of one element", "[0]");
    pieces.put("arrays 40 deep", DEEP);
    pieces.put("objects 40 deep", DEEP_OBJECTS);
    pieces.put("small numbers", "0");
    pieces.put("numbers of 20 digits", "12345678901234567890");
    pieces.put("decimals", "1.25");
    pieces.put("decimals of 200 digits", "0." + "7".repeat(198));
    pieces.put("exponents", "1e300");
    pieces.put("booleans", "true");
    pieces.put("nulls", "null");
    pieces.put("empty strings", "\"\"");
    pieces.put("short strings", "\"a\"");
    pieces.put("Latin-1 strings", "\"ö\"");
    pieces.put("wide strings", "\"한\"");
    pieces.put("surrogate pairs", "\"🙂\"");
    pieces.put("escapes", "\"\\n\\/\\\"\"");
    pieces.put("escapes in hex", "\"\\u00f6\\ud55c\"");
    pieces.put("strings of 3000 characters", "\"" + "s".repeat(3000) + "\"");
    pieces.put("wide strings of 3000", "\"" + "한".repeat(1000) + "\"");
    pieces.put("strings of 60000 characters", "\"" + "s".repeat(60_000) + "\"");
    pieces.put("wide strings of 60000", "\"" + "s한".repeat(15_000) + "\"");
    pieces.put("escapes of 60000", "\"" + "s\\/".repeat(20_000) + "\"");
    return pieces;
  }

  /** All shapes: each piece in each arrangement. */
  public static List<Shape> all() {
    List<Shape> shapes = new ArrayList<>();
    PIECES.forEach(
        (name, piece) -> {
          for (Arrangement arrangement : Arrangement.values()) {
            shapes.add(new Shape(name + ", " + arrangement, piece, arrangement));
          }
        });
    return shapes;
  }

  /** One string that is as long as an event may be, where each of these is the piece of it. */
  public static byte[] longString(String piece, int size) {
    int length = piece.getBytes(StandardCharsets.UTF_8).length;
    return (",\"x\":\"" + piece.repeat((size - 8) / length) + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
