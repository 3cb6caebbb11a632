package io.gatehouse.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gatehouse.kubernetes.Models.ActiveMQArtemis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** An overlay of {@code k8s/overlays/} as {@code kubectl kustomize} prints it. */
record Overlay(String name, List<Manifest> manifests) {

  private static final Map<String, String> YAML = new ConcurrentHashMap<>();
  private static final Map<String, Overlay> BUILT = new ConcurrentHashMap<>();

  /** Builds an overlay, once; without kubectl the test is skipped. */
  static Overlay of(String name) {
    return BUILT.computeIfAbsent(name, Overlay::build);
  }

  private static Overlay build(String name) {
    List<Manifest> manifests = new ArrayList<>();
    for (JsonNode document : documents(name)) {
      manifests.add(Models.read(document));
    }
    return new Overlay(name, List.copyOf(manifests));
  }

  /** The objects of an overlay as printed, parsed anew each time. */
  static List<JsonNode> documents(String name) {
    return Models.documents(YAML.computeIfAbsent("k8s/overlays/" + name, Overlay::kustomize));
  }

  private static String kustomize(String folder) {
    try {
      Process kubectl =
          new ProcessBuilder("kubectl", "kustomize", folder).redirectErrorStream(true).start();
      String printed = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new AssertionError("kubectl kustomize %s: %s".formatted(folder, printed));
      }
      return printed;
    } catch (IOException e) {
      Assumptions.abort("kubectl is not installed, so k8s/ is not checked: install it.");
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  <T> List<T> all(Class<T> type) {
    return manifests.stream()
        .map(Manifest::value)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  <T> Optional<T> find(Class<T> type, String name) {
    return manifests.stream()
        .filter(manifest -> type.isInstance(manifest.value()) && manifest.name().equals(name))
        .map(manifest -> type.cast(manifest.value()))
        .findFirst();
  }

  <T> T the(Class<T> type, String name) {
    return find(type, name)
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(type.getSimpleName(), name)));
  }

  /** The object whose generated name begins so. */
  <T> T generated(Class<T> type, String beginning) {
    return manifests.stream()
        .filter(manifest -> type.isInstance(manifest.value()))
        .filter(manifest -> manifest.name().matches(beginning + "-[0-9a-z]{10}"))
        .map(manifest -> type.cast(manifest.value()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + beginning));
  }

  PodTemplateSpec pod(String deployment) {
    return the(Deployment.class, deployment).getSpec().getTemplate();
  }

  /** The labels of every pod that comes of this, by the name of what makes it. */
  Map<String, Map<String, String>> podLabels() {
    Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
    for (Deployment deployment : all(Deployment.class)) {
      labels.put(
          deployment.getMetadata().getName(),
          deployment.getSpec().getTemplate().getMetadata().getLabels());
    }
    for (ActiveMQArtemis broker : all(ActiveMQArtemis.class)) {
      labels.put(broker.metadata().getName(), broker.spec().deploymentPlan().labels());
    }
    return labels;
  }

  /** One object. */
  record Manifest(String kind, String namespace, String name, Object value) {}
}
