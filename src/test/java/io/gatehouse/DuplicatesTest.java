package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retry is on the bus once, and its sender gets the id of the first attempt. */
class DuplicatesTest {

  @TempDir Path folder;

  private static Request kompliant(String id) {
    return Request.post("/webhooks/kompliant?partner_id=rockoutpay")
        .header("X-Forwarded-For", "3.230.141.132")
        .body("{\"id\":\"" + id + "\",\"event\":\"mbtrust_success\",\"application_id\":\"w_1\"}");
  }

  private static Request withoutId(String application) {
    return Request.post("/webhooks/kompliant?partner_id=rockoutpay")
        .header("X-Forwarded-For", "3.230.141.132")
        .body(
            "{\"event\":\"decision_analytics_completed\",\"application_id\":\""
                + application
                + "\"}");
  }

  @Test
  void anEventThatIsSentAgainIsOnTheBusOnce() {
    Gateway gateway = Gateway.shared();

    List<String> ids =
        List.of(gateway.send(kompliant("again-1")).id(), gateway.send(kompliant("again-1")).id());

    assertThat(ids).containsOnly("again-1");
    assertThat(gateway.bus().count("kyc.onboarding", "again-1")).isEqualTo(1);
  }

  @Test
  void anEventWithoutAnIdIsRecognisedByItsNaturalKey() {
    Gateway gateway = Gateway.shared();

    String first = gateway.send(withoutId("w_natural")).id();
    String again = gateway.send(withoutId("w_natural")).id();
    String other = gateway.send(withoutId("w_other")).id();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(gateway.bus().count("kyc.business", first)).isEqualTo(1);
  }

  @Test
  void aKomparRetryIsOneEventThoughItIsEncryptedAnewAndHasFewerFields() {
    Gateway gateway = Gateway.shared();
    Request first =
        Kompar.application(
            "{\"application_id\":\"a-retry\",\"name\":\"Anna Exempel\",\"amount\":250000}");
    Request again = Kompar.application("{\"application_id\":\"a-retry\"}");
    assertThat(first.body()).isNotEqualTo(again.body());

    String id = gateway.send(first).id();

    assertThat(gateway.send(again).id()).isEqualTo(id);
    assertThat(gateway.bus().count("kyc.lending", id)).isEqualTo(1);
    assertThat(gateway.bus().take("kyc.lending", id).orElseThrow().text()).contains("Anna");
  }

  @Test
  void equalEventsFromSixtyFourSendersAtOnceAreOne() throws Exception {
    Gateway gateway = Gateway.shared();
    ExecutorService senders = Executors.newFixedThreadPool(64);
    try {
      for (Request request : List.of(kompliant("at-once"), withoutId("w_at_once"))) {
        List<Callable<Answer>> sends = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          sends.add(() -> gateway.send(request));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : senders.invokeAll(sends)) {
          answers.add(answer.get());
        }

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers).extracting(Answer::id).containsOnly(answers.get(0).id());
        assertThat(
                gateway.bus().count("kyc.business", answers.get(0).id())
                    + gateway.bus().count("kyc.onboarding", answers.get(0).id()))
            .isEqualTo(1);
      }
    } finally {
      senders.shutdownNow();
    }
  }

  @Test
  void aRetryIsRecognisedAfterARestart() throws IOException {
    Path data = Files.createDirectory(folder.resolve("broker"));
    Request byId = kompliant("restart");
    Request byKey = withoutId("w_restart");
    Request encrypted = Kompar.application("{\"application_id\":\"a-restart\"}");
    Gateway first = Gateway.start(data, Map.of());
    List<String> before =
        List.of(first.send(byId).id(), first.send(byKey).id(), first.send(encrypted).id());
    first.stop();

    Gateway second = Gateway.start(data, Map.of());
    try {
      List<String> after =
          List.of(
              second.send(byId).id(),
              second.send(byKey).id(),
              second.send(Kompar.application("{\"application_id\":\"a-restart\"}")).id());

      assertThat(after).isEqualTo(before);
      assertThat(second.bus().count("kyc.onboarding", before.get(0))).isEqualTo(1);
      assertThat(second.bus().count("kyc.business", before.get(1))).isEqualTo(1);
      assertThat(second.bus().count("kyc.lending", before.get(2))).isEqualTo(1);
    } finally {
      second.stop();
    }
  }
}
