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

/** The addresses of a configuration, and what holds for each when all patterns are put together. */
final class BusAddresses {

  /** Of the gateway's own queues, in which no events lie. */
  private static final String OWN = "gatehouse.";

  private final Configuration configuration;
  private final HierarchicalObjectRepository<AddressSettings> settings;

  BusAddresses(Configuration configuration) {
    this.configuration = configuration;
    this.settings = new HierarchicalObjectRepository<>(configuration.getWildcardConfiguration());
    configuration.getAddressSettings().forEach(settings::addMatch);
  }

  /** Whether it is for the gateway's own notes and test writes, which a ring may drop. */
  static boolean isOwn(String address) {
    return address.startsWith(OWN);
  }

  /** Those that have queues, by name. */
  Set<String> withQueues() {
    Set<String> names = new TreeSet<>();
    for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
      if (!address.getQueueConfigs().isEmpty()) {
        names.add(address.getName());
      }
    }
    return names;
  }

  /**
   * What Artemis does at an address, or would at those of a pattern: the closest pattern counts.
   */
  AddressSettings settings(String name) {
    AddressSettings found = settings.getMatch(name);
    return found == null ? new AddressSettings() : found;
  }

  /**
   * Whether a queue of that address gets messages of a routing type; null is a message's of any.
   */
  boolean hasQueue(String address, RoutingType type) {
    return configuration.getAddressConfigurations().stream()
        .filter(declared -> declared.getName().equals(address))
        .flatMap(declared -> declared.getQueueConfigs().stream())
        .filter(queue -> standsUnderItsAddress(queue, address))
        .anyMatch(queue -> type == null || type == typeOf(queue, address));
  }

  /** Whether a queue takes what comes to the address that it is declared under. */
  static boolean standsUnderItsAddress(QueueConfiguration queue, String address) {
    return queue.isAddressNull() || queue.getAddress().toString().equals(address);
  }

  private RoutingType typeOf(QueueConfiguration queue, String address) {
    return queue.getRoutingType() == null
        ? settings(address).getDefaultQueueRoutingType()
        : queue.getRoutingType();
  }

  /** Whether a pattern takes an address in. */
  boolean matches(String pattern, String address) {
    return pattern.equals(address) || address(address).matches(address(pattern));
  }

  private AddressImpl address(String name) {
    return new AddressImpl(SimpleString.of(name), configuration.getWildcardConfiguration());
  }
}
