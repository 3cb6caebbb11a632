package io.gatehouse.bus;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.PropertyLines;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/** What the bus file must not take away: that a confirmed message is on disk, and stays there. */
final class Durability {

  private final Configuration configuration;
  private final PropertyLines lines;

  /**
   * Prepares the check of a configuration to which the bus file has been applied.
   *
   * @param lines of the bus file
   */
  Durability(Configuration configuration, PropertyLines lines) {
    this.configuration = configuration;
    this.lines = lines;
  }

  /**
   * Checks a configuration, such as an outside broker's, to which the bus file has been applied.
   *
   * @param file the bus file
   * @throws BadSettingException where messages would be confirmed unsynced, or dropped
   */
  static void check(Configuration configuration, Path file) {
    BusFile bus = BusFile.read(file);
    new Durability(configuration, bus.lines()).problem().ifPresent(bus::refuse);
  }

  /** The first way in which messages would be confirmed unsynced, or dropped. */
  Optional<BusProblem> problem() {
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
    return queue().or(this::copy).or(this::settings);
  }

  private Optional<BusProblem> settings() {
    for (Map.Entry<String, AddressSettings> address :
        configuration.getAddressSettings().entrySet()) {
      if (drops(address.getValue())) {
        return problem(
            ofSettings(address.getKey(), "(?:.*Policy|defaultPurgeOnNoConsumers)"),
            "this lets %s drop messages, when it or the disk is full or nobody consumes them; use PAGE, BLOCK or FAIL, and no defaultPurgeOnNoConsumers.",
            address.getKey());
      }
      SimpleString letters = address.getValue().getDeadLetterAddress();
      if (letters != null && !letters.isEmpty() && !hasQueue(letters.toString())) {
        return problem(
            ofSettings(address.getKey(), "deadLetterAddress"),
            "%s puts its dead letters to %s, which has no queue to keep them; give it one, or name another address.",
            address.getKey(),
            letters);
      }
    }
    return Optional.empty();
  }

  private static String ofSettings(String address, String setting) {
    return "addressSettings\\.\"?%s\"?\\.%s".formatted(Pattern.quote(address), setting);
  }

  /** A problem at the last line that is meant. */
  private Optional<BusProblem> problem(String keys, String sentence, Object... parts) {
    int line =
        lines.keys().stream()
            .filter(key -> key.matches(keys))
            .mapToInt(lines::line)
            .max()
            .orElse(0);
    return Optional.of(new BusProblem(line, sentence.formatted(parts)));
  }

  private Optional<BusProblem> queue() {
    for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        if (!keeps(queue)) {
          return problem(
              ".*\\.queueConfigs\\.\"?%s\"?\\.(?:filterString|durable|enabled|purgeOnNoConsumers)"
                  .formatted(Pattern.quote(queue.getName().toString())),
              "this lets the queue %s drop or miss what is sent to it; take its filterString, durable, enabled or purgeOnNoConsumers out.",
              queue.getName());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean keeps(QueueConfiguration queue) {
    return !Boolean.FALSE.equals(queue.isDurable())
        && !Boolean.FALSE.equals(queue.isEnabled())
        && !Boolean.TRUE.equals(queue.isPurgeOnNoConsumers())
        && (queue.getFilterString() == null || queue.getFilterString().isEmpty());
  }

  /**
   * A copy that can fail where its original does not leaves the original's id in the broker's
   * memory without the event, and the vendor's retry would be told that it is stored.
   */
  private Optional<BusProblem> copy() {
    for (DivertConfiguration divert : configuration.getDivertConfigurations()) {
      for (String target : Copies.targets(divert)) {
        Optional<BusProblem> problem = copyTo(target);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<BusProblem> copyTo(String target) {
    String divert = "divertConfigurations\\..*\\.forwardingAddress";
    if (!hasQueue(target)) {
      return problem(
          divert,
          "events are copied to %s, which has no queue to keep them; give it one, or take the divert out.",
          target);
    }
    AddressSettings copies = settings(target);
    boolean never =
        copies.getAddressFullMessagePolicy() == AddressFullMessagePolicy.PAGE
            && copies.getDiskFullMessagePolicy() == DiskFullMessagePolicy.BLOCK
            && copies.getPageFullMessagePolicy() == null
            && Integer.valueOf(0).equals(copies.getIDCacheSize());
    return never
        ? Optional.empty()
        : problem(
            divert,
            "this copies events to %s, where a copy could fail and its event be lost; give that address addressFullMessagePolicy=PAGE, diskFullMessagePolicy=BLOCK, iDCacheSize=0 and no pageFullMessagePolicy.",
            target);
  }

  private boolean hasQueue(String address) {
    return configuration.getAddressConfigurations().stream()
        .filter(declared -> declared.getName().equals(address))
        .anyMatch(declared -> !declared.getQueueConfigs().isEmpty());
  }

  private AddressSettings settings(String address) {
    HierarchicalObjectRepository<AddressSettings> repository =
        new HierarchicalObjectRepository<>(configuration.getWildcardConfiguration());
    configuration.getAddressSettings().forEach(repository::addMatch);
    AddressSettings settings = repository.getMatch(address);
    return settings == null ? new AddressSettings() : settings;
  }

  private static boolean drops(AddressSettings settings) {
    return settings.getAddressFullMessagePolicy() == AddressFullMessagePolicy.DROP
        || settings.getDiskFullMessagePolicy() == DiskFullMessagePolicy.DROP
        || settings.getPageFullMessagePolicy() == PageFullMessagePolicy.DROP
        || settings.isDefaultPurgeOnNoConsumers();
  }
}
