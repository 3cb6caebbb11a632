package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.gatehouse.broker.AmqpProtocol;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.protocol.amqp.broker.ProtonProtocolManagerFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules that are older than what they are linked with: docs/adr/0020. */
class ModulesOfTwoReleasesTest {

  /** What sets up broker mirroring, which {@link AmqpProtocol} leaves out. */
  private static final String MIRRORS = "org.apache.activemq.artemis.protocol.amqp.connect.";

  /** A client of other brokers, which is not used here. */
  private static final String CLIENT = "org.apache.activemq.artemis.protocol.amqp.client.";

  /** Modules that the kamelet component would use if they were present. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("org[.]apache[.]camel[.]component[.]jackson[.](avro|protobuf)[.].*");

  private static final Set<String> OF_OBJECTS =
      Arrays.stream(Object.class.getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toSet());

  private static final String KAMELET =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata: {name: say}
      spec:
        definition:
          type: object
          required: [word]
          properties:
            word: {type: string}
            times: {type: integer, default: 2}
        template:
          beans:
            - name: step
              type: "#class:io.gatehouse.ModulesOfTwoReleasesTest$Say"
              properties: {word: "{{word}}", times: "{{times}}"}
          from:
            uri: kamelet:source
            steps:
              - process: {ref: "{{step}}"}
      """;

  static Stream<Class<?>> modules() {
    return Stream.of(
        KameletComponent.class,
        JqLanguage.class,
        CryptoDataFormat.class,
        ProtonProtocolManagerFactory.class,
        ActiveMQConnectionFactory.class);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void whatAModuleCallsIsThere(Class<?> module) {
    List<AccessTarget> targets =
        new ClassFileImporter()
            .importUrl(module.getProtectionDomain().getCodeSource().getLocation()).stream()
                .filter(type -> !type.getName().startsWith(MIRRORS))
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .<AccessTarget>map(JavaAccess::getTarget)
                .filter(target -> target.getOwner().getName().startsWith("org.apache."))
                .filter(target -> !ELSEWHERE.matcher(target.getOwner().getName()).matches())
                .filter(target -> !OF_OBJECTS.contains(target.getName()))
                .toList();

    assertThat(targets).isNotEmpty();
    assertThat(targets.stream().filter(target -> target.resolveMember().isEmpty()))
        .extracting(AccessTarget::getFullName)
        .isEmpty();
  }

  /** A method that has been added to an interface since is an error only when it is called. */
  @ParameterizedTest
  @MethodSource("modules")
  void whatIsCalledInAModuleIsThere(Class<?> module) {
    List<Method> methods =
        new ClassFileImporter()
            .importUrl(module.getProtectionDomain().getCodeSource().getLocation()).stream()
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> !type.getName().startsWith(MIRRORS))
                .filter(type -> !type.getName().startsWith(CLIENT))
                .filter(type -> type.getAllRawInterfaces().stream().noneMatch(this::isElsewhere))
                .flatMap(type -> Arrays.stream(type.reflect().getMethods()))
                .toList();

    assertThat(methods).isNotEmpty();
    assertThat(methods.stream().filter(method -> Modifier.isAbstract(method.getModifiers())))
        .isEmpty();
  }

  private boolean isElsewhere(JavaClass type) {
    return ELSEWHERE.matcher(type.getName()).matches();
  }

  @Test
  void aKameletIsMadeWithWhatItsParametersSay() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      load(camel, "say.kamelet.yaml", KAMELET);
      load(
          camel,
          "routes.yaml",
          """
          - route:
              from:
                uri: direct:said
                steps:
                  - to: {uri: kamelet:say, parameters: {word: "yes", times: 3}}
                  - to: {uri: kamelet:say, parameters: {word: "no"}}
          """);
      camel.start();

      assertThat(camel.createProducerTemplate().requestBody("direct:said", "", String.class))
          .isEqualTo("yesyesyesnono");
    }
  }

  @Test
  void aKameletWithoutAParameterThatItNeedsIsNotMade() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      load(camel, "say.kamelet.yaml", KAMELET);
      load(camel, "routes.yaml", "- route: {from: {uri: direct:said, steps: [{to: kamelet:say}]}}");

      assertThatThrownBy(camel::start)
          .hasStackTraceContaining(FailedToCreateKameletException.class.getName())
          .hasStackTraceContaining("word");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".kind                                   | started",
        ".state.code                             | 7",
        ".missing // \"none\"                    | none",
        "{started: \"kyc.started\"}[.kind]       | kyc.started",
        "if .state.code == 7 then .kind else null end | started"
      })
  void aJqExpressionIsReadByTheLanguageOfRouteFiles(String expression, String picked)
      throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.start();
      Exchange exchange = new DefaultExchange(camel);
      exchange.setVariable("event", "{\"kind\":\"started\",\"state\":{\"code\":7}}");
      Expression jq =
          camel
              .resolveLanguage("jq")
              .createExpression(expression, new Object[] {String.class, "variable:event"});
      jq.init(camel);

      assertThat(jq.evaluate(exchange, String.class)).isEqualTo(picked);
    }
  }

  private static void load(DefaultCamelContext camel, String name, String yaml) throws Exception {
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(name, yaml));
  }

  /** A kamelet's bean: adds a word to the body. */
  public static final class Say implements Processor {

    private String word;
    private int times;

    public void setWord(String word) {
      this.word = word;
    }

    public void setTimes(int times) {
      this.times = times;
    }

    @Override
    public void process(Exchange exchange) {
      exchange
          .getMessage()
          .setBody(exchange.getMessage().getBody(String.class) + word.repeat(times));
    }
  }
}
