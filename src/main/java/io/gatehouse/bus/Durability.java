package io.gatehouse.bus;

import io.gatehouse.settings.BadSettingException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

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
    for (Map.Entry<String, AddressSettings> address :
        configuration.getAddressSettings().entrySet()) {
      if (drops(address.getValue())) {
        throw new BadSettingException(
            "%s lets %s drop messages when it or the disk is full; use PAGE, BLOCK or FAIL."
                .formatted(file, address.getKey()));
      }
    }
  }

  private static boolean drops(AddressSettings settings) {
    return settings.getAddressFullMessagePolicy() == AddressFullMessagePolicy.DROP
        || settings.getDiskFullMessagePolicy() == DiskFullMessagePolicy.DROP;
  }
}
