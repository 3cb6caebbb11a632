package io.gatehouse.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The calls of a vendor may be edited while the gateway runs. */
class LiveRegistrationTest {

  @TempDir Path folder;

  private Map<String, String> settings(KomparApi kompar) {
    Map<String, String> settings = kompar.settings();
    settings.put("gatehouse.routes.directory", folder.toString());
    settings.put("kompar.api.requests-per-minute", "1000");
    settings.put("kompar.api.applications-url", "https://gate.example/");
    return settings;
  }

  @Test
  void anEditReachesTheNextCallsAndNoneFindsTheRoutesAway() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder);
    Path file = folder.resolve("registration/kompar.camel.yaml");
    try (KomparApi kompar = new KomparApi();
        Gateway gateway = Gateway.start(settings(kompar))) {
      Operator operator = new Operator(gateway);
      assertThat(operator.register("/kompar/applications").status()).isEqualTo(200);

      Files.writeString(
          file, Files.readString(file).replace("webhooks/${variable.kind}", "v2/${variable.kind}"));

      await()
          .untilAsserted(
              () -> {
                // 502 means that Kompar reports no such path; 503 would be the gateway's own.
                assertThat(operator.remove("/kompar/decisions").status()).isIn(200, 502);
                assertThat(kompar.requests()).contains("DELETE /v2/decisions");
              });
    }
  }
}
