package io.gatehouse.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a header of signatures with the times that they are over: {@code t=<unix
 * seconds>,v1=<hex>}, which may hold several of either while a vendor's secret is being changed,
 * with commas or spaces between them. A signature belongs to the time before it; what has another
 * name is for others.
 */
final class TimedSignatures {

  /** More than any vendor sends: each one costs a look at the whole body. */
  private static final int MOST = 8;

  private static final Pattern BETWEEN = Pattern.compile(" *, *| +");
  private static final Pattern ELEMENT = Pattern.compile("([A-Za-z0-9_]{1,16})=([^= ,]{1,256})");
  private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");

  private TimedSignatures() {}

  /**
   * One signature.
   *
   * @param time as it was written, for it is signed as it was written
   * @param signature as it was written
   */
  record Signed(String time, String signature) {

    long seconds() {
      return Long.parseLong(time);
    }
  }

  /**
   * The signatures of a header.
   *
   * @param name of the elements that hold signatures
   * @return nothing where the header has another form, or more than eight signatures
   */
  static List<Signed> read(String header, String name) {
    List<Signed> found = new ArrayList<>();
    String time = null;
    for (String part : BETWEEN.split(header.strip(), -1)) {
      Matcher element = ELEMENT.matcher(part);
      if (!element.matches()) {
        return List.of();
      }
      String value = element.group(2);
      if (element.group(1).equals("t")) {
        if (!TIME.matcher(value).matches()) {
          return List.of();
        }
        time = value;
      } else if (element.group(1).equals(name)) {
        if (time == null || found.size() == MOST) {
          return List.of();
        }
        found.add(new Signed(time, value));
      }
    }
    return List.copyOf(found);
  }
}
