package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.gatehouse.broker.BusFile;
import io.gatehouse.kubernetes.Models.ScaledObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts, the dashboard and the scaling of deliverers use metrics that exist. */
class MonitoringTest {

  private static final Path METRICS = Path.of("src/test/resources/kubernetes/metrics.csv");

  /** What Prometheus knows of each series itself, by the way that it found it. */
  private static final Set<String> OF_ALL =
      Set.of("job", "pod", "namespace", "app_kubernetes_io_component");

  static Stream<String> expressions() {
    Stream<String> alerts = alerts().stream().map(rule -> rule.getExpr().getStrVal());
    Stream<String> panels = panels().map(target -> target.path("expr").asText());
    Stream<String> scaling =
        Overlay.of("prod").the(ScaledObject.class, "gatehouse-deliverer").spec().triggers().stream()
            .map(trigger -> trigger.metadata().get("query"));
    return Stream.of(alerts, panels, scaling).flatMap(one -> one);
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void everyExpressionNamesKnownMetricsAndLabels(String expression) {
    Query query = Query.read(expression);

    assertThat(query.others()).isEmpty();
    assertThat(query.metrics()).isNotEmpty().isSubsetOf(metrics().keySet());
    Set<String> labels = new HashSet<>(OF_ALL);
    query.metrics().forEach(metric -> labels.addAll(metrics().get(metric)));
    assertThat(query.labels()).isSubsetOf(labels);
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void everyQueueThatAnExpressionNamesIsOnTheBus(String expression) {
    Set<String> addresses = BusFile.read(Path.of("routes/bus.properties")).addresses();

    assertThat(Query.read(expression).queues())
        .allSatisfy(
            queues ->
                assertThat(alternatives(queues))
                    .allSatisfy(one -> assertThat(addresses).anyMatch(name -> name.matches(one))));
  }

  /** The ways in which an expression such as {@code kyc[.](identity|business)} may end. */
  private static List<String> alternatives(String expression) {
    int open = expression.indexOf('(');
    if (open < 0) {
      return List.of(expression);
    }
    return Arrays.stream(expression.substring(open + 1, expression.length() - 1).split("\\|"))
        .map(one -> expression.substring(0, open) + one)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "sum(rate(gatehouse_events{job=\"x\"}[5m])),                       gatehouse_events, ''",
    "sum by (vendour) (rate(gatehouse_events_total{job=\"x\"}[5m])),   gatehouse_events_total, ''",
    "avg(gatehouse_bus_writable{job=\"x\"}),                           gatehouse_bus_writable, avg",
  })
  void anUnknownWordIsNoticed(String expression, String metric, String other) {
    Query query = Query.read(expression);

    assertThat(query.metrics()).containsExactly(metric);
    assertThat(query.others()).isEqualTo(other.isEmpty() ? Set.of() : Set.of(other));
    assertThat(query.labels()).isSubsetOf("job", "vendour");
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() {
    assertThat(alerts())
        .hasSizeGreaterThan(9)
        .allSatisfy(
            rule -> {
              assertThat(rule.getAlert()).startsWith("Gatehouse");
              assertThat(rule.getLabels().get("severity")).isIn("critical", "warning", "info");
              assertThat(rule.getAnnotations()).containsOnlyKeys("summary", "description");
            });
    assertThat(alerts()).extracting(Rule::getAlert).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "quarantine grows,   GatehouseQuarantineGrows",
    "a route fails,      GatehouseRouteFails",
    "dead letters grow,  GatehouseDeadLettersGrow",
    "broker unwritable,  GatehouseBusNotWritable",
    "refused by reason,  GatehouseRefusals",
    "delivery lags,      GatehouseDeliveryLags",
  })
  void thereIsAnAlertForWhatNobodyMustMiss(String what, String alert) {
    assertThat(alerts()).as(what).extracting(Rule::getAlert).contains(alert);
  }

  @Test
  void monitoringAsksWhereTheProgramAnswers() throws IOException {
    assertThat(Overlay.of("prod").the(ServiceMonitor.class, "gatehouse").getSpec().getEndpoints())
        .singleElement()
        .satisfies(endpoint -> assertThat(endpoint.getPath()).isEqualTo("/actuator/prometheus"));
    assertThat(Files.readString(Path.of("src/main/resources/application.yaml")))
        .containsPattern("exposure.include: .*prometheus");
  }

  private static List<Rule> alerts() {
    return Overlay.of("prod").the(PrometheusRule.class, "gatehouse").getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .toList();
  }

  private static Stream<JsonNode> panels() {
    try {
      ConfigMap dashboard = Overlay.of("prod").the(ConfigMap.class, "gatehouse-dashboard");
      assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
      JsonNode json = new ObjectMapper().readTree(dashboard.getData().get("dashboard.json"));
      return json.findValues("targets").stream().flatMap(Models::elements);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Set<String>> metrics() {
    Map<String, Set<String>> metrics = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(METRICS)) {
        String[] parts = line.split(",", -1);
        metrics.put(parts[0], Set.of(parts[1].isEmpty() ? new String[0] : parts[1].split(" ")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return metrics;
  }
}
