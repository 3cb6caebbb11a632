package io.gatehouse.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a header of signatures with their times: {@code t=<unix seconds>,v1=<hex>}, which may
 * contain several of either while a vendor's secret is being rotated, separated by commas or
 * spaces. A signature belongs to the time before it; elements with other names are ignored.
 */
final class TimedSignatures {

  /** More than any vendor sends: each one costs a pass over the whole body. */
  private static final int MOST = 8;

  private static final Pattern BETWEEN = Pattern.compile(" *, *| +");
  private static final Pattern ELEMENT = Pattern.compile("([A-Za-z0-9_]{1,16})=([^= ,]{1,256})");
  private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");

  private TimedSignatures() {}

  /**
   * One signature.
   *
   * @param time as written, since it is signed as written
   * @param signature as written
   */
  record Signed(String time, String signature) {

    long seconds() {
      return Long.parseLong(time);
    }
  }

  /**
   * The signatures of a header.
   *
   * @param name of the elements that contain signatures
   * @return empty if the header has another form, or more than eight signatures
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
