package io.gatehouse.broker;

import io.gatehouse.settings.PropertyLines;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.server.ComponentConfigurationRoutingType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DeletionPolicy;
import org.apache.activemq.artemis.selector.filter.FilterException;

/**
 * Checks the diverts of the bus file. Artemis accepts any, and fails with the first event: it
 * copies nothing, or copies its own copies until its stack overflows.
 */
final class DivertCheck {

  private final Configuration configuration;
  private final PropertyLines lines;
  private final BusAddresses all;
  private final Set<String> addresses = new TreeSet<>();

  DivertCheck(Configuration configuration, PropertyLines lines) {
    this.configuration = configuration;
    this.lines = lines;
    this.all = new BusAddresses(configuration);
    configuration.getAddressConfigurations().forEach(address -> addresses.add(address.getName()));
  }

  /** The first problem of a divert. */
  Optional<BusDiagnostic> problem() {
    return configuration.getDivertConfigurations().stream()
        .flatMap(divert -> problem(divert).stream())
        .findFirst()
        .or(this::loop);
  }

  private Optional<BusDiagnostic> problem(DivertConfiguration divert) {
    if (divert.getAddress() == null) {
      return problem(
          divert,
          "",
          "the divert '%s' has no address: say whose events it copies.",
          divert.getName());
    }
    if (divert.getForwardingAddress() == null) {
      return problem(
          divert,
          "",
          "the divert '%s' has no forwardingAddress: say where it copies events to.",
          divert.getName());
    }
    if (addresses.stream().noneMatch(address -> matches(divert, address))) {
      return problem(
          divert,
          "address",
          "the divert '%s' copies what comes to '%s', and there is no such address; known are %s.",
          divert.getName(),
          divert.getAddress(),
          String.join(", ", addresses));
    }
    for (String target : targets(divert)) {
      if (!addresses.contains(target)) {
        return problem(
            divert,
            "forwardingAddress",
            "the divert '%s' copies events to %s, which has no queue to keep them; give it one, or take the divert out.",
            divert.getName(),
            target);
      }
    }
    try {
      DivertFilter.check(divert.getFilterString());
    } catch (FilterException e) {
      return problem(
          divert,
          "filterString",
          "the divert '%s' has a filter that Artemis cannot read; write it like AMQAddress IN ('kyc.identity', 'kyc.lending').",
          divert.getName());
    }
    if (divert.isExclusive()) {
      return problem(
          divert,
          "exclusive",
          "the divert '%s' is exclusive, so it takes events away from their own queue; take that line out.",
          divert.getName());
    }
    return divert.getRoutingType() == ComponentConfigurationRoutingType.MULTICAST
            && targets(divert).stream().noneMatch(this::isMulticast)
        ? problem(
            divert,
            "routingType",
            "the divert '%s' makes MULTICAST copies, which no ANYCAST queue gets; write ANYCAST.",
            divert.getName())
        : Optional.empty();
  }

  private boolean isMulticast(String address) {
    return configuration.getAddressConfigurations().stream()
        .filter(declared -> declared.getName().equals(address))
        .anyMatch(declared -> declared.getRoutingTypes().contains(RoutingType.MULTICAST));
  }

  /** A divert that receives its own copies, directly or through others. */
  private Optional<BusDiagnostic> loop() {
    for (DivertConfiguration divert : configuration.getDivertConfigurations()) {
      for (String target : targets(divert)) {
        List<DivertConfiguration> path = path(target, divert, List.of(divert));
        if (path.size() == 1) {
          return problem(
              divert,
              "address",
              "the divert '%s' takes what comes to '%s', and that takes in %s, where it puts its copies: each event would be copied without end. Write divertConfigurations.\"%s\".filterString=%s",
              divert.getName(),
              divert.getAddress(),
              target,
              divert.getName(),
              joined(divert.getFilterString(), "AMQAddress <> '%s'".formatted(target)));
        } else if (!path.isEmpty()) {
          return problem(
              divert,
              "address",
              "the diverts %s copy each other's copies: each event would be copied without end. Write divertConfigurations.\"%s\".filterString=%s",
              String.join(", ", path.stream().map(one -> "'" + one.getName() + "'").toList()),
              divert.getName(),
              joined(divert.getFilterString(), MessageNames.ORIGINAL_ADDRESS + " IS NULL"));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The diverts that a copy at this address passes until it is back at the first; empty if it never
   * is.
   */
  private List<DivertConfiguration> path(
      String address, DivertConfiguration first, List<DivertConfiguration> passed) {
    for (DivertConfiguration next : configuration.getDivertConfigurations()) {
      if (!matches(next, address) || !mayPass(next, address)) {
        continue;
      }
      if (next == first) {
        return passed;
      }
      if (!passed.contains(next)) {
        List<DivertConfiguration> further =
            Stream.concat(passed.stream(), Stream.of(next)).toList();
        for (String target : targets(next)) {
          List<DivertConfiguration> path = path(target, first, further);
          if (!path.isEmpty()) {
            return path;
          }
        }
      }
    }
    return List.of();
  }

  private boolean mayPass(DivertConfiguration divert, String address) {
    return addresses.stream()
        .anyMatch(original -> DivertFilter.mayPass(divert.getFilterString(), address, original));
  }

  private static String joined(String filter, String further) {
    return filter == null || filter.isBlank() ? further : "(" + filter + ") AND " + further;
  }

  private boolean matches(DivertConfiguration divert, String address) {
    return all.matches(divert.getAddress(), address);
  }

  /**
   * Removes diverts that are no longer in the file: Artemis keeps diverts on disk, and would
   * continue to apply them.
   */
  static void forgetOthers(Configuration configuration) {
    configuration.getAddressSettings().computeIfAbsent("#", everything -> new AddressSettings());
    configuration
        .getAddressSettings()
        .values()
        .forEach(settings -> settings.setConfigDeleteDiverts(DeletionPolicy.FORCE));
  }

  /** The addresses to which a divert copies. */
  static List<String> targets(DivertConfiguration divert) {
    return Arrays.stream(divert.getForwardingAddress().split(",")).map(String::strip).toList();
  }

  private Optional<BusDiagnostic> problem(
      DivertConfiguration divert, String attribute, String sentence, Object... parts) {
    return Optional.of(
        new BusDiagnostic(lineOf(divert.getName(), attribute), sentence.formatted(parts)));
  }

  private int lineOf(String divert, String attribute) {
    return lines
        .matching(
            "divertConfigurations\\.\"?%s\"?\\.(?:%s)"
                .formatted(Pattern.quote(divert), attribute.isEmpty() ? ".*" : attribute))
        .findFirst()
        .orElse(0);
  }
}
