package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.gatehouse.kubernetes.Models.ScaledObject;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** How many connections all pods together need at the shared database. */
class SharedDatabaseTest {

  /** PostgreSQL's default max_connections, without those kept for superusers. */
  private static final int ALLOWED = 100 - 3;

  @Test
  void allPodsTogetherOpenNoMoreConnectionsThanPostgresqlAllows() {
    Overlay overlay = Overlay.of("prod");
    int gateways =
        overlay.the(HorizontalPodAutoscaler.class, "gatehouse-gateway").getSpec().getMaxReplicas();
    int deliverers =
        overlay.the(ScaledObject.class, "gatehouse-deliverer").spec().maxReplicaCount();
    int whileTheyAreReplaced =
        overlay.all(Deployment.class).stream().mapToInt(SharedDatabaseTest::surge).sum();

    assertThat(gateways + deliverers + whileTheyAreReplaced)
        .isLessThanOrEqualTo(ALLOWED / connectionsOfOne());
  }

  private static int surge(Deployment deployment) {
    return deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getIntVal();
  }

  private static int connectionsOfOne() {
    YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
    settings.setResources(new ClassPathResource("application.yaml"));
    Object size = settings.getObject().get("spring.datasource.hikari.maximum-pool-size");
    return Integer.parseInt(String.valueOf(size));
  }
}
