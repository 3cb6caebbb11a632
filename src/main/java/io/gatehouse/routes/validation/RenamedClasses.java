package io.gatehouse.routes.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Old names of classes and beans. A kamelet with an old name is read as if it had the new one, for
 * one version.
 */
public final class RenamedClasses {

  private static final String PACKAGE = "io.gatehouse.";
  private static final Pattern NAME =
      Pattern.compile(
          "(#(?:class|type):io[.]gatehouse[.]|#bean:|\\bref:"
              + " *[\"']?|#)([a-z]+[.][A-Za-z]+|[a-z]+(?:-[a-z]+)+)\\b");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("address.AllowSources", "sources.AllowSources"),
          Map.entry("auth.RequireDigest", "auth.RequireSecret"),
          Map.entry("auth.RequireKey", "auth.RequireSecret"),
          Map.entry("auth.RequireToken", "auth.RequireSecret"),
          Map.entry("brief-answers", "response-limits"),
          Map.entry("credentials.BearerTokens", "auth.BearerTokens"),
          Map.entry("credentials.RequireAnyCredentials", "auth.RequireAnyCredentials"),
          Map.entry("credentials.RequireDigest", "auth.RequireSecret"),
          Map.entry("credentials.RequireHmac", "auth.RequireHmac"),
          Map.entry("credentials.RequireKey", "auth.RequireSecret"),
          Map.entry("credentials.RequirePartner", "auth.RequirePartner"),
          Map.entry("credentials.RequireToken", "auth.RequireSecret"),
          Map.entry("custody.EventIds", "intake.EventIdAssigner"),
          Map.entry("custody.Publish", "intake.Publish"),
          Map.entry("delivery.Breakers", "delivery.DeliveryProperties"),
          Map.entry("delivery.CheckOrder", "delivery.LateEventFilter"),
          Map.entry("delivery.DeliverInTurn", "delivery.OrderedDeliveryPolicy"),
          Map.entry("delivery.DeliveryReports", "delivery.DeliveryReporter"),
          Map.entry("delivery.NewestDeliveries", "delivery.LatestStateStore"),
          Map.entry("delivery.WaitingEvents", "delivery.SubjectOrder"),
          Map.entry("one-at-a-time", "single-flight"),
          Map.entry("outward-headers", "header-filter"),
          Map.entry("outward.Bearers", "httpclient.BearerSources"));

  private RenamedClasses() {}

  /** The text of a kamelet with the present names, line for line. */
  static String replaceIn(String text) {
    return NAME.matcher(text)
        .replaceAll(
            name ->
                Matcher.quoteReplacement(
                    name.group(1) + NAMES.getOrDefault(name.group(2), name.group(2))));
  }

  /** What to change in a kamelet before the next version, which does not know its names. */
  public static List<RouteDiagnostic> hints(Path path, String text) {
    List<RouteDiagnostic> hints = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int line = 0; line < lines.length; line++) {
      Matcher name = NAME.matcher(lines[line]);
      while (name.find()) {
        String now = NAMES.get(name.group(2));
        if (now != null) {
          String prefix = now.contains(".") ? PACKAGE : "";
          hints.add(
              new RouteDiagnostic(
                  path,
                  line + 1,
                  "hint: %s%s is called %s%s now; write that, the next version does not know the old name."
                      .formatted(prefix, name.group(2), prefix, now)));
        }
      }
    }
    return hints;
  }
}
