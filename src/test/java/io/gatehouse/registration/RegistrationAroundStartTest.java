package io.gatehouse.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.FreePorts;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.registration.Operator.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is registered, and what is to be registered, before and after a start. */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationAroundStartTest {

  private static final String URL = "https://gate.example/webhooks/kompar/";

  private static Map<String, String> settings(int port) {
    Map<String, String> settings = KomparApi.settings(port);
    settings.put("kompar.api.applications-url", URL + "applications");
    settings.put("kompar.api.decisions-url", URL + "decisions");
    settings.put("gatehouse.registration.first-pause-millis", "200");
    return settings;
  }

  @Test
  void aGatewayWhoseVendorIsDownStartsAndRegistersLater(CapturedOutput output) {
    int port = FreePorts.one();
    Map<String, String> settings = settings(port);
    settings.put("kompar.api.register-at-start", "true");
    settings.put("kompar.enabled", "true");

    try (Gateway gateway = Gateway.start(settings)) {
      Operator operator = new Operator(gateway);
      Response response = operator.register("/kompar/applications");
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.detail())
          .contains("cannot be reached (connection-refused)", "kompar.api.base-url");
      await().until(() -> output.toString().contains("decisions of kompar are not registered"));

      try (KomparApi kompar = new KomparApi(port)) {
        await().until(() -> operator.show("").json().path("registrations").size() == 2);
        assertThat(kompar.webhook("applications")).isEqualTo(URL + "applications");
        assertThat(kompar.webhook("decisions")).isEqualTo(URL + "decisions");
      }
      assertThat(output).doesNotContain("\tat ").doesNotContain("canary-");
    }
  }

  @Test
  void aRestartForgetsNothingButTheToken() {
    try (KomparApi kompar = new KomparApi()) {
      Gateway before = Gateway.start(settings(kompar.port()));
      Response registered = new Operator(before).register("/kompar/decisions");
      assertThat(registered.status()).isEqualTo(200);
      before.stop();

      try (Gateway after = Gateway.start(before.data(), settings(kompar.port()))) {
        Operator operator = new Operator(after);
        assertThat(operator.show("").json().at("/registrations/0")).isEqualTo(registered.json());

        assertThat(operator.register("/kompar/decisions")).isEqualTo(registered);
        assertThat(kompar.requests())
            .containsExactly(
                "GET /token", "POST /webhooks/decisions", "GET /token", "POST /webhooks/decisions");
      }
    }
  }

  @Test
  void weAskNoMoreOftenThanKomparTakes() {
    try (KomparApi kompar = new KomparApi();
        Gateway gateway = Gateway.start(settings(kompar.port()))) {
      Operator operator = new Operator(gateway);
      // The first one also requests the token.
      for (int i = 0; i < 29; i++) {
        assertThat(operator.register("/kompar/applications").status())
            .as("%d after %s", i, kompar.requests())
            .isEqualTo(200);
      }

      Response response = operator.register("/kompar/applications");

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.detail()).contains("try again in a minute");
      assertThat(kompar.requests()).hasSize(30);
    }
  }
}
