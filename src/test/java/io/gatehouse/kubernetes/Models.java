package io.gatehouse.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.gatehouse.kubernetes.Overlay.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The kinds that {@code k8s/} uses, parsed as the API server would in its strict mode: no field
 * that does not exist, and no number in place of a text. Kinds that are in no library are records
 * here with the fields that are used.
 */
final class Models {

  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1 Namespace", Namespace.class),
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
          Map.entry("keda.sh/v1alpha1 ScaledObject", ScaledObject.class),
          Map.entry("cert-manager.io/v1 Certificate", Certificate.class),
          Map.entry("broker.amq.io/v1beta1 ActiveMQArtemis", ActiveMQArtemis.class));

  private static final ObjectMapper STRICT = strict();

  private Models() {}

  private static ObjectMapper strict() {
    ObjectMapper mapper =
        YAMLMapper.builder(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new NothingBeside())
            .build();
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    return mapper;
  }

  /** The models keep what they do not know in a map of their own; here nothing may go there. */
  private static final class NothingBeside extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  static List<JsonNode> documents(String yaml) {
    try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses an object.
   *
   * @throws IllegalArgumentException if its kind is unknown, or has no such field
   */
  static Manifest read(JsonNode document) {
    String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    Class<?> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException("a kind that is not known: " + kind);
    }
    Object value = STRICT.convertValue(document, type);
    ObjectMeta metadata =
        value instanceof HasMetadata standard ? standard.getMetadata() : ((Extra) value).metadata();
    return new Manifest(
        document.path("kind").asText(), metadata.getNamespace(), metadata.getName(), value);
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** An object of a kind that an operator adds. */
  interface Extra {
    ObjectMeta metadata();
  }

  /** KEDA. */
  record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Scaling spec)
      implements Extra {

    record Scaling(
        Target scaleTargetRef,
        int pollingInterval,
        int cooldownPeriod,
        int minReplicaCount,
        int maxReplicaCount,
        Fallback fallback,
        Advanced advanced,
        List<Trigger> triggers) {}

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, Map<String, String> metadata) {}
  }

  /** cert-manager. */
  record Certificate(String apiVersion, String kind, ObjectMeta metadata, Wanted spec)
      implements Extra {

    record Wanted(
        String secretName,
        String commonName,
        List<String> dnsNames,
        List<String> usages,
        PrivateKey privateKey,
        Issuer issuerRef) {}

    record PrivateKey(String rotationPolicy) {}

    record Issuer(String kind, String name) {}
  }

  /** ArtemisCloud. */
  record ActiveMQArtemis(String apiVersion, String kind, ObjectMeta metadata, Broker spec)
      implements Extra {

    record Broker(String version, List<Acceptor> acceptors, Plan deploymentPlan) {}

    record Acceptor(
        String name,
        int port,
        String protocols,
        boolean bindToAllInterfaces,
        boolean sslEnabled,
        String sslSecret,
        String enabledProtocols) {}

    record Plan(
        int size,
        boolean clustered,
        boolean persistenceEnabled,
        String journalType,
        boolean messageMigration,
        boolean requireLogin,
        Map<String, String> labels,
        Mounts extraMounts,
        List<Volume> extraVolumes,
        List<VolumeMount> extraVolumeMounts,
        ResourceRequirements resources,
        Probe livenessProbe,
        Affinity affinity,
        PodSecurityContext podSecurityContext,
        SecurityContext containerSecurityContext) {}

    record Mounts(List<String> secrets) {}
  }
}
