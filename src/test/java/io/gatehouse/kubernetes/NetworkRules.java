package io.gatehouse.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the policies of an overlay allow, according to the API's description. */
record NetworkRules(Overlay overlay) {

  /**
   * An end of a connection.
   *
   * @param namespace where the pod is; null for an address outside the cluster
   * @param labels of the pod
   * @param address of what is outside the cluster
   */
  record End(String namespace, Map<String, String> labels, String address) {}

  private record Rule(List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports) {}

  /** Whether both ends' policies allow a connection; an end without policies allows all. */
  boolean letThrough(End from, End to, int port) {
    return (!isOurs(from) || leaves(from, to, port)) && (!isOurs(to) || enters(from, to, port));
  }

  private boolean isOurs(End end) {
    return ourNamespace().equals(end.namespace());
  }

  private String ourNamespace() {
    return overlay.all(NetworkPolicy.class).get(0).getMetadata().getNamespace();
  }

  private boolean enters(End from, End to, int port) {
    return allowed(
        to,
        "Ingress",
        policy ->
            policy.getSpec().getIngress().stream()
                .map(rule -> new Rule(rule.getFrom(), rule.getPorts())),
        from,
        to,
        port);
  }

  private boolean leaves(End from, End to, int port) {
    return allowed(
        from,
        "Egress",
        policy ->
            policy.getSpec().getEgress().stream()
                .map(rule -> new Rule(rule.getTo(), rule.getPorts())),
        to,
        to,
        port);
  }

  private boolean allowed(
      End whose,
      String direction,
      Function<NetworkPolicy, Stream<Rule>> rules,
      End other,
      End listening,
      int port) {
    List<NetworkPolicy> policies =
        overlay.all(NetworkPolicy.class).stream()
            .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
            .filter(
                policy -> has(whose.labels(), policy.getSpec().getPodSelector().getMatchLabels()))
            .toList();
    return policies.isEmpty()
        || policies.stream()
            .flatMap(rules)
            .anyMatch(
                rule ->
                    (rule.peers().isEmpty()
                            || rule.peers().stream().anyMatch(peer -> isPeer(peer, other)))
                        && (rule.ports().isEmpty()
                            || rule.ports().stream()
                                .anyMatch(one -> number(one.getPort(), listening) == port)));
  }

  private boolean isPeer(NetworkPolicyPeer peer, End end) {
    if (peer.getIpBlock() != null) {
      String range = peer.getIpBlock().getCidr();
      return end.address() != null
          && end.address().startsWith(range.substring(0, range.lastIndexOf('.')));
    }
    if (end.namespace() == null) {
      return false;
    }
    boolean inNamespace =
        peer.getNamespaceSelector() == null
            ? isOurs(end)
            : has(
                Map.of("kubernetes.io/metadata.name", end.namespace()),
                peer.getNamespaceSelector().getMatchLabels());
    return inNamespace
        && (peer.getPodSelector() == null
            || has(end.labels(), peer.getPodSelector().getMatchLabels()));
  }

  private static boolean has(Map<String, String> labels, Map<String, String> selector) {
    return selector == null || labels.entrySet().containsAll(selector.entrySet());
  }

  /** A port by its number, or by the name that the pod which listens gives it. */
  private int number(IntOrString port, End listening) {
    if (port.getIntVal() != null) {
      return port.getIntVal();
    }
    Optional<Integer> named =
        overlay.all(Deployment.class).stream()
            .map(deployment -> deployment.getSpec().getTemplate())
            .filter(pod -> pod.getMetadata().getLabels().equals(listening.labels()))
            .flatMap(pod -> pod.getSpec().getContainers().get(0).getPorts().stream())
            .filter(one -> one.getName().equals(port.getStrVal()))
            .map(ContainerPort::getContainerPort)
            .findFirst();
    return named.orElse(-1);
  }
}
