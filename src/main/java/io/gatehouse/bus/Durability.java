package io.gatehouse.bus;

import io.gatehouse.settings.BadSettingException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
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

  private Durability() {}

  /**
   * Checks a configuration after the bus file has been applied to it.
   *
   * @throws BadSettingException where messages would be confirmed unsynced, or dropped
   */
  static void check(Configuration configuration, Path file) {
    boolean synced =
        configuration.isPersistenceEnabled()
            && configuration.isJournalDatasync()
            && configuration.isJournalSyncTransactional()
            && configuration.isJournalSyncNonTransactional()
            && configuration.isPersistIDCache();
    if (!synced) {
      throw new BadSettingException(
          "%s switches persistence, the journal's syncs or the kept duplicate ids off; take that line out, for a 200 says that the event is on disk."
              .formatted(file));
    }
    checkQueues(configuration, file);
    checkCopies(configuration, file);
    for (Map.Entry<String, AddressSettings> address :
        configuration.getAddressSettings().entrySet()) {
      if (drops(address.getValue())) {
        throw new BadSettingException(
            "%s lets %s drop messages, when it or the disk is full or nobody consumes them; use PAGE, BLOCK or FAIL, and no defaultPurgeOnNoConsumers."
                .formatted(file, address.getKey()));
      }
    }
  }

  private static void checkQueues(Configuration configuration, Path file) {
    for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        if (!keeps(queue)) {
          throw new BadSettingException(
              "%s lets the queue %s drop or miss what is sent to it; take its filterString, durable, enabled or purgeOnNoConsumers out."
                  .formatted(file, queue.getName()));
        }
      }
    }
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
  private static void checkCopies(Configuration configuration, Path file) {
    for (DivertConfiguration divert : configuration.getDivertConfigurations()) {
      if (!hasQueue(configuration, divert.getForwardingAddress())) {
        throw new BadSettingException(
            "%s copies events to %s, which has no queue to keep them; give it one, or take the divert out."
                .formatted(file, divert.getForwardingAddress()));
      }
      AddressSettings copies = settings(configuration, divert.getForwardingAddress());
      boolean never =
          copies.getAddressFullMessagePolicy() == AddressFullMessagePolicy.PAGE
              && copies.getDiskFullMessagePolicy() == DiskFullMessagePolicy.BLOCK
              && copies.getPageFullMessagePolicy() == null
              && Integer.valueOf(0).equals(copies.getIDCacheSize())
              && !divert.isExclusive();
      if (!never) {
        throw new BadSettingException(
            "%s copies events to %s, where a copy could fail and its event be lost; give that address addressFullMessagePolicy=PAGE, diskFullMessagePolicy=BLOCK, iDCacheSize=0 and no pageFullMessagePolicy, and make the divert not exclusive."
                .formatted(file, divert.getForwardingAddress()));
      }
    }
  }

  private static boolean hasQueue(Configuration configuration, String address) {
    return configuration.getAddressConfigurations().stream()
        .filter(declared -> declared.getName().equals(address))
        .anyMatch(declared -> !declared.getQueueConfigs().isEmpty());
  }

  private static AddressSettings settings(Configuration configuration, String address) {
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
