package io.gatehouse.routes.validation;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that classes had before they got the present ones. A kamelet with an old name is read as if
 * it had the new one, for one version.
 */
final class RenamedClasses {

  private static final Logger LOG = LoggerFactory.getLogger(RenamedClasses.class);
  private static final String PACKAGE = "io.gatehouse.";
  private static final Pattern NAME =
      Pattern.compile("(#(?:class|type):io[.]gatehouse[.])([a-z]+[.][A-Za-z]+)\\b");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("address.AllowSources", "sources.AllowSources"),
          Map.entry("credentials.BearerTokens", "auth.BearerTokens"),
          Map.entry("credentials.RequireAnyCredentials", "auth.RequireAnyCredentials"),
          Map.entry("credentials.RequireDigest", "auth.RequireDigest"),
          Map.entry("credentials.RequireHmac", "auth.RequireHmac"),
          Map.entry("credentials.RequireKey", "auth.RequireKey"),
          Map.entry("credentials.RequirePartner", "auth.RequirePartner"),
          Map.entry("credentials.RequireToken", "auth.RequireToken"),
          Map.entry("custody.EventIds", "intake.EventIdAssigner"),
          Map.entry("custody.Publish", "intake.Publish"),
          Map.entry("delivery.Breakers", "delivery.DeliveryProperties"),
          Map.entry("delivery.CheckOrder", "delivery.LateEventFilter"),
          Map.entry("delivery.DeliverInTurn", "delivery.OrderedDeliveryPolicy"),
          Map.entry("delivery.DeliveryReports", "delivery.DeliveryReporter"),
          Map.entry("delivery.NewestDeliveries", "delivery.LatestStateStore"),
          Map.entry("delivery.WaitingEvents", "delivery.SubjectOrder"),
          Map.entry("outward.Bearers", "httpclient.BearerSources"));

  private RenamedClasses() {}

  /** The text of a kamelet with new names in place of old ones, line for line. */
  static String replaceIn(Path path, String text) {
    return NAME.matcher(text)
        .replaceAll(
            name -> {
              String now = NAMES.get(name.group(2));
              if (now == null) {
                return Matcher.quoteReplacement(name.group());
              }
              LOG.warn(
                  "{}: {}{} is called {}{} now; change it, the next version does not know the old name",
                  path,
                  PACKAGE,
                  name.group(2),
                  PACKAGE,
                  now);
              return Matcher.quoteReplacement(name.group(1) + now);
            });
  }
}
