package io.gatehouse.broker;

import io.gatehouse.settings.PropertyLines;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/**
 * Checks that the bus file does not take away what a 200 promises: that a confirmed message is on
 * disk, and stays there.
 */
final class DurabilityCheck {

  private final Configuration configuration;
  private final PropertyLines lines;
  private final BusAddresses addresses;

  /**
   * Prepares the check of a configuration to which the bus file has been applied.
   *
   * @param lines of the bus file
   */
  DurabilityCheck(Configuration configuration, PropertyLines lines) {
    this.configuration = configuration;
    this.lines = lines;
    this.addresses = new BusAddresses(configuration);
  }

  /** The first setting because of which messages would be confirmed unsynced, or dropped. */
  Optional<BusDiagnostic> problem() {
    boolean synced =
        configuration.isPersistenceEnabled()
            && configuration.isJournalDatasync()
            && configuration.isJournalSyncTransactional()
            && configuration.isJournalSyncNonTransactional()
            && configuration.isPersistIDCache();
    if (!synced) {
      return problem(
          "(?:journalDatasync|journalSync|persist).*",
          "this switches persistence, the journal's syncs or the kept duplicate ids off; take the line out, for a 200 says that the event is on disk.");
    }
    return queue()
        .or(this::copy)
        .or(
            () ->
                new LossySettings(addresses, lines)
                    .problem(configuration.getAddressSettings().keySet()));
  }

  /** A problem at the last matching line. */
  private Optional<BusDiagnostic> problem(String keys, String sentence, Object... parts) {
    int line = lines.matching(keys).max().orElse(0);
    return Optional.of(new BusDiagnostic(line, sentence.formatted(parts)));
  }

  private Optional<BusDiagnostic> queue() {
    for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        Optional<String> setting = losing(queue, address.getName());
        if (setting.isPresent()) {
          return problem(
              ".*\\.queueConfigs\\.\"?%s\"?\\.%s"
                  .formatted(Pattern.quote(queue.getName().toString()), setting.get()),
              "this lets the queue %s drop or miss what is sent to it; take its %s out.",
              queue.getName(),
              setting.get());
        }
      }
    }
    return Optional.empty();
  }

  /** The setting by which a queue would not keep each message until it is consumed. */
  private static Optional<String> losing(QueueConfiguration queue, String address) {
    Map<String, Boolean> settings = new LinkedHashMap<>();
    settings.put("address", !BusAddresses.standsUnderItsAddress(queue, address));
    settings.put("durable", Boolean.FALSE.equals(queue.isDurable()));
    settings.put("enabled", Boolean.FALSE.equals(queue.isEnabled()));
    settings.put("filterString", BusAddresses.isThere(queue.getFilterString()));
    settings.put("purgeOnNoConsumers", queue.isPurgeOnNoConsumers());
    settings.put("autoDelete", queue.isAutoDelete());
    settings.put("lastValue", queue.isLastValue());
    settings.put("lastValueKey", BusAddresses.isThere(queue.getLastValueKey()));
    settings.put(
        "ringSize",
        queue.getRingSize() != null && queue.getRingSize() != -1 && !BusAddresses.isOwn(address));
    return settings.entrySet().stream()
        .filter(setting -> Boolean.TRUE.equals(setting.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * A divert that can fail when its original does not. The original's id would stay in the broker's
   * memory without the event, and the vendor's retry would be confirmed as stored.
   */
  private Optional<BusDiagnostic> copy() {
    for (DivertConfiguration divert : configuration.getDivertConfigurations()) {
      for (String target : DivertCheck.targets(divert)) {
        Optional<BusDiagnostic> problem = copyTo(target, divert);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<BusDiagnostic> copyTo(String target, DivertConfiguration divert) {
    String setting =
        "divertConfigurations\\.\"?%s\"?\\.".formatted(Pattern.quote(divert.getName()));
    if (!addresses.hasQueue(target, null)) {
      return problem(
          setting + "forwardingAddress",
          "events are copied to %s, which has no queue to keep them; give it one, or take the divert out.",
          target);
    }
    if (!addresses.hasQueue(target, typeOf(divert))) {
      return problem(
          setting + "(?:forwardingAddress|routingType)",
          "the divert '%s' makes %s copies, which no queue of %s gets; write the routingType of its queue.",
          divert.getName(),
          typeOf(divert),
          target);
    }
    AddressSettings copies = addresses.settings(target);
    boolean never =
        copies.getAddressFullMessagePolicy() == AddressFullMessagePolicy.PAGE
            && copies.getDiskFullMessagePolicy() == DiskFullMessagePolicy.BLOCK
            && copies.getPageFullMessagePolicy() == null
            && Integer.valueOf(0).equals(copies.getIDCacheSize());
    return never
        ? Optional.empty()
        : problem(
            setting + "forwardingAddress",
            "this copies events to %s, where a copy could fail and its event be lost; give that address addressFullMessagePolicy=PAGE, diskFullMessagePolicy=BLOCK, iDCacheSize=0 and no pageFullMessagePolicy.",
            target);
  }

  /** The routing type of a copy; null if every queue gets it. The gateway's events are ANYCAST. */
  private static RoutingType typeOf(DivertConfiguration divert) {
    return switch (divert.getRoutingType()) {
      case ANYCAST, PASS -> RoutingType.ANYCAST;
      case MULTICAST -> RoutingType.MULTICAST;
      case STRIP -> null;
    };
  }
}
