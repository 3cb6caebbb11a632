package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.gatehouse.gateway.Bus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Receivers that are not what they should be get nothing, and nothing of an event is disclosed. */
@ExtendWith(OutputCaptureExtension.class)
class UntrustedTest {

  @TempDir Path folder;

  @Test
  void aReceiverWithACertificateThatNobodyVouchesForGetsNothing() {
    WireMockServer impostor = new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
    impostor.start();
    impostor.stubFor(any(anyUrl()).willReturn(noContent()));
    try (Receivers receivers =
        Receivers.with(folder)
            .set("crm.url", "https://localhost:" + impostor.httpsPort() + "/events")
            .start()) {
      String event = id("event");

      receivers.approved(event, "s-" + event);

      Bus.Received deadLetter =
          receivers.gateway().bus().take("kyc.dead-letter", event).orElseThrow();
      assertThat(deadLetter.attribute("reason")).isEqualTo("exhausted");
      assertThat(deadLetter.properties())
          .containsEntry("gatehouse_kind", "certificate-not-trusted")
          .containsEntry("gatehouse_exception", "SunCertPathBuilderException")
          .containsEntry("gatehouse_status", 0);
      assertThat(impostor.getAllServeEvents()).isEmpty();
    } finally {
      impostor.stop();
    }
  }

  @Test
  void aRedirectIsNotFollowedToAnotherServer() {
    WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
    elsewhere.start();
    try (Receivers receivers = Receivers.with(folder).start()) {
      String event = id("event");
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        String redirected = event + status;
        receivers.atFirst(
            redirected, status(status).withHeader("Location", elsewhere.baseUrl() + "/events"));
        receivers.approved(redirected, "s-" + redirected);
        await().until(() -> receivers.requestsOf(redirected).size() == 2);
      }

      assertThat(elsewhere.getAllServeEvents()).isEmpty();
    } finally {
      elsewhere.stop();
    }
  }

  @Test
  void neitherTheEventNorTheAnswerNorASecretIsLogged(CapturedOutput output) {
    try (Receivers receivers = Receivers.with(folder).start()) {
      String event = id("event");
      String name = "marked-name-4711";
      String answer = "marked-answer-4711";
      receivers.always(
          event,
          status(500).withBody(answer).withHeader("X-Marked", answer).withStatusMessage(answer));
      receivers.ondato(event, "KycIdentification.Approved\",\"Name\":\"" + name, name, null);

      assertThat(receivers.gateway().bus().take("kyc.dead-letter", event)).isPresent();
      assertThat(output.getAll())
          .contains(event)
          .doesNotContain(name)
          .doesNotContain(answer)
          .doesNotContain(Receivers.TOKEN)
          .doesNotContain(Receivers.SIGNATURE_SECRET);
    }
  }
}
