package io.gatehouse.broker;

import java.util.Set;
import java.util.TreeSet;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.postoffice.impl.AddressImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;

/**
 * The addresses of a configuration, and the settings that apply to each when all patterns are
 * merged.
 */
final class BusAddresses {

  /** The prefix of the gateway's own queues, which contain no events. */
  private static final String OWN = "gatehouse.";

  private final Configuration configuration;
  private final HierarchicalObjectRepository<AddressSettings> settings;

  BusAddresses(Configuration configuration) {
    this.configuration = configuration;
    this.settings = new HierarchicalObjectRepository<>(configuration.getWildcardConfiguration());
    configuration.getAddressSettings().forEach(settings::addMatch);
  }

  /** Whether the address is for the duplicate log and test writes, which a ring queue may drop. */
  static boolean isOwn(String address) {
    return address.startsWith(OWN);
  }

  /** The addresses that have queues, by name. */
  Set<String> withQueues() {
    Set<String> names = new TreeSet<>();
    for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
      if (!address.getQueueConfigs().isEmpty()) {
        names.add(address.getName());
      }
    }
    return names;
  }

  /** Artemis's settings for an address, or for those of a pattern: the closest pattern counts. */
  AddressSettings settings(String name) {
    AddressSettings found = settings.getMatch(name);
    return found == null ? new AddressSettings() : found;
  }

  /** Whether a queue of that address receives messages of a routing type; null matches any type. */
  boolean hasQueue(String address, RoutingType type) {
    return configuration.getAddressConfigurations().stream()
        .filter(declared -> declared.getName().equals(address))
        .flatMap(declared -> declared.getQueueConfigs().stream())
        .filter(queue -> standsUnderItsAddress(queue, address))
        .anyMatch(queue -> type == null || type == typeOf(queue, address));
  }

  /** Whether a queue receives what is sent to the address under which it is declared. */
  static boolean standsUnderItsAddress(QueueConfiguration queue, String address) {
    return queue.isAddressNull() || queue.getAddress().toString().equals(address);
  }

  private RoutingType typeOf(QueueConfiguration queue, String address) {
    return queue.getRoutingType() == null
        ? settings(address).getDefaultQueueRoutingType()
        : queue.getRoutingType();
  }

  /** Whether a pattern matches an address. */
  boolean matches(String pattern, String address) {
    return pattern.equals(address) || address(address).matches(address(pattern));
  }

  private AddressImpl address(String name) {
    return new AddressImpl(SimpleString.of(name), configuration.getWildcardConfiguration());
  }

  /** Whether a setting names anything. */
  static boolean isThere(SimpleString text) {
    return text != null && !text.isEmpty();
  }
}
