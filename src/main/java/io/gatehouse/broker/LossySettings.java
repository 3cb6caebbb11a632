package io.gatehouse.broker;

import io.gatehouse.settings.PropertyLines;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DeletionPolicy;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/**
 * The address settings by which Artemis drops messages that it has confirmed. Settings that delay,
 * order or limit messages, reject them before they are confirmed, or keep them longer are not among
 * them.
 */
final class LossySettings {

  /** Artemis's value for no ring, no limit and no time. */
  private static final long NONE = -1;

  private static final String EXPIRY = "(?:min|max)?[eE]xpiryDelay";

  private final BusAddresses addresses;
  private final PropertyLines lines;

  /**
   * One way to lose messages.
   *
   * @param settings a pattern of the settings' names
   * @param loses whether an address, or a pattern of them, loses messages by its settings
   * @param sentence what to do, with a placeholder for the address or pattern
   */
  private record Rule(
      String settings, BiPredicate<String, AddressSettings> loses, String sentence) {}

  private final List<Rule> rules =
      List.of(
          new Rule(
              "(?:address|disk|page)FullMessagePolicy|defaultPurgeOnNoConsumers",
              (name, settings) -> drops(settings),
              "this lets %s drop messages, when it or the disk is full or nobody consumes them; use PAGE, BLOCK or FAIL, and no defaultPurgeOnNoConsumers."),
          new Rule(
              "defaultRingSize",
              (name, settings) -> settings.getDefaultRingSize() != NONE,
              "this makes rings of the queues of %s, which drop their oldest messages; take the line out."),
          new Rule(
              "defaultLastValue(?:Queue|Key)",
              (name, settings) ->
                  settings.isDefaultLastValueQueue()
                      || BusAddresses.isThere(settings.getDefaultLastValueKey()),
              "this lets a message of %s take the place of an earlier one, which is dropped; take the line out."),
          new Rule(
              "autoDeleteCreatedQueues|autoDeleteQueuesMessageCount",
              (name, settings) ->
                  settings.isAutoDeleteCreatedQueues()
                      || settings.getAutoDeleteQueuesMessageCount() != 0,
              "this deletes queues of %s that nobody consumes from, and what comes to them is dropped; take the line out."),
          new Rule(
              "configDelete(?:Queues|Addresses)",
              (name, settings) -> deletes(settings) && !name.startsWith("deliver."),
              "this deletes queues of %s that the file does not name, with their events; only copies may be deleted so, by a pattern that begins with deliver."),
          new Rule(
              "retroactiveMessageCount",
              (name, settings) -> settings.getRetroactiveMessageCount() > 0,
              "this copies what comes to %s to a queue that may be full, and the events would be lost with such a copy; take the line out."),
          new Rule(
              EXPIRY,
              (name, settings) ->
                  expires(settings) && !BusAddresses.isThere(settings.getExpiryAddress()),
              "this lets messages of %s expire, which drops them; take the line out, or name an expiryAddress that has an ANYCAST queue."));

  LossySettings(BusAddresses addresses, PropertyLines lines) {
    this.addresses = addresses;
    this.lines = lines;
  }

  /**
   * The first setting by which messages would be dropped.
   *
   * @param patterns those with settings
   */
  Optional<BusDiagnostic> problem(Set<String> patterns) {
    Set<String> names = new TreeSet<>(patterns);
    names.addAll(addresses.withQueues());
    return names.stream()
        .flatMap(name -> byRule(name).stream())
        .findFirst()
        .or(() -> names.stream().flatMap(name -> bySending(name).stream()).findFirst())
        .or(
            () ->
                addresses.withQueues().stream()
                    .filter(name -> !BusAddresses.isOwn(name))
                    .flatMap(name -> byGivingUp(name).stream())
                    .findFirst());
  }

  private Optional<BusDiagnostic> byRule(String name) {
    AddressSettings settings = addresses.settings(name);
    return rules.stream()
        .filter(rule -> rule.loses().test(name, settings))
        .map(rule -> problem(name, rule.settings(), rule.sentence()::formatted))
        .findFirst();
  }

  /** Whether dead letters and expired messages are sent to an address that keeps nothing. */
  private Optional<BusDiagnostic> bySending(String name) {
    AddressSettings settings = addresses.settings(name);
    return keptNowhere(name, "deadLetterAddress", "dead letters", settings.getDeadLetterAddress())
        .or(
            () ->
                keptNowhere(
                    name, "expiryAddress", "expired messages", settings.getExpiryAddress()));
  }

  private Optional<BusDiagnostic> keptNowhere(
      String name, String setting, String messages, SimpleString target) {
    return BusAddresses.isThere(target)
            && !addresses.hasQueue(target.toString(), RoutingType.ANYCAST)
        ? Optional.of(
            problem(
                name,
                setting,
                pattern ->
                    "%s puts its %s to %s, which has no ANYCAST queue to keep them; give it one, or name another address."
                        .formatted(pattern, messages, target)))
        : Optional.empty();
  }

  private Optional<BusDiagnostic> byGivingUp(String name) {
    AddressSettings settings = addresses.settings(name);
    return settings.getMaxDeliveryAttempts() > 0
            && !BusAddresses.isThere(settings.getDeadLetterAddress())
        ? Optional.of(
            problem(
                name,
                "maxDeliveryAttempts|deadLetterAddress",
                pattern ->
                    "%s has no deadLetterAddress, so a message is dropped when a consumer has given it back %d times; name one, or write addressSettings.\"%s\".maxDeliveryAttempts=-1."
                        .formatted(pattern, settings.getMaxDeliveryAttempts(), name)))
        : Optional.empty();
  }

  /** Reports the pattern that is closest to the address, at the last line of the setting. */
  private BusDiagnostic problem(String name, String settings, UnaryOperator<String> sentence) {
    Pattern key = Pattern.compile("addressSettings\\.\"?(.+?)\"?\\.(?:" + settings + ")");
    return lines.keys().stream()
        .map(key::matcher)
        .filter(Matcher::matches)
        .filter(found -> addresses.matches(found.group(1), name))
        .max(
            Comparator.<Matcher>comparingInt(found -> found.group(1).length())
                .thenComparingInt(found -> lines.line(found.group())))
        .map(found -> new BusDiagnostic(lines.line(found.group()), sentence.apply(found.group(1))))
        .orElseGet(() -> new BusDiagnostic(declared(name), sentence.apply(name)));
  }

  private int declared(String address) {
    String key = "addressConfigurations\\.\"?%s\"?\\..+".formatted(Pattern.quote(address));
    return lines.matching(key).min().orElse(0);
  }

  private static boolean drops(AddressSettings settings) {
    return settings.getAddressFullMessagePolicy() == AddressFullMessagePolicy.DROP
        || settings.getDiskFullMessagePolicy() == DiskFullMessagePolicy.DROP
        || settings.getPageFullMessagePolicy() == PageFullMessagePolicy.DROP
        || settings.isDefaultPurgeOnNoConsumers();
  }

  private static boolean deletes(AddressSettings settings) {
    return settings.getConfigDeleteQueues() == DeletionPolicy.FORCE
        || settings.getConfigDeleteAddresses() == DeletionPolicy.FORCE;
  }

  /** Whether messages expire: Artemis applies any of the three times to a message that has none. */
  private static boolean expires(AddressSettings settings) {
    return !settings.isNoExpiry()
        && (settings.getExpiryDelay() != NONE
            || settings.getMinExpiryDelay() != NONE
            || settings.getMaxExpiryDelay() != NONE);
  }
}
