package io.gatehouse.routes.deployment;

import static java.util.stream.Collectors.joining;

import io.gatehouse.broker.BusDiagnostic;
import io.gatehouse.broker.BusFile;
import io.gatehouse.routes.validation.DryRun;
import io.gatehouse.routes.validation.EventVocabulary;
import io.gatehouse.routes.validation.FileSettings;
import io.gatehouse.routes.validation.RenamedClasses;
import io.gatehouse.routes.validation.RouteCheck;
import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFile;
import io.gatehouse.routes.validation.RouteFolderSnapshot;
import io.gatehouse.routes.validation.RouteKind;
import io.gatehouse.routes.validation.RouteProperties;
import io.gatehouse.routes.validation.RouteSet;
import io.gatehouse.routes.validation.RouteValidator;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.SettingNames;
import io.gatehouse.settings.SettingText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** Loads the kamelets and the enabled route files, at the start and when they change. */
@Component
class RouteLoader implements CamelContextConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(RouteLoader.class);

  private final RouteProperties properties;
  private final Path busFile;
  private final ApplicationContext application;
  private final ConfigurableEnvironment environment;
  private final PropertiesFunction secretFunction;
  private final RouteStates states;
  private RouteCheck check;
  private RouteDeployer serving;
  private RouteFolderSnapshot begunWith;
  private final Set<String> settingsSoFar = new TreeSet<>();

  RouteLoader(
      RouteProperties properties,
      @Value("${gatehouse.broker.addresses:routes/bus.properties}") Path busFile,
      ApplicationContext application,
      PropertiesFunction secretFunction,
      RouteStates states) {
    this.properties = properties;
    this.busFile = busFile;
    this.application = application;
    this.environment = (ConfigurableEnvironment) application.getEnvironment();
    this.secretFunction = secretFunction;
    this.states = states;
  }

  @Override
  public void beforeApplicationStart(CamelContext context) {
    // The HTTP edge handles refusals and quarantine; a route neither retries nor logs.
    context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    context.getCamelContextExtension().addInterceptStrategy(new ErrorsAsExceptions());
    context.getPropertiesComponent().addPropertiesFunction(secretFunction);
    context
        .getComponent("kamelet", KameletComponent.class)
        .setLocation("file:" + properties.kamelets());
    // The broker has read this file at its start: later changes of it are not on the bus.
    BusFile bus = BusFile.read(busFile);
    look(bus);
    check =
        new RouteCheck(
            bus.addresses(),
            EventVocabulary.read(properties.vocabulary()),
            this::setting,
            RouteKind::remedyFor);
    begunWith = RouteFolderSnapshot.of(properties);
    settingsSoFar.addAll(FileSettings.known(begunWith));
    logUnused(begunWith);
    begunWith
        .kamelets()
        .forEach(
            (path, text) ->
                RenamedClasses.hints(path, text).forEach(hint -> LOG.warn("{}", hint.text())));
    RouteSet set = begunWith.withOnly(this::isOn).parsed();
    RoutesNotServedException.unlessEmpty(RouteValidator.known(set, check));
    serving = new RouteDeployer(context);
    serving.begin(set);
    states.update(begunWith, serving.set(), List.of());
  }

  /**
   * Checks the bus file for an external broker, which has its own copy; the embedded one has
   * started with it.
   */
  private void look(BusFile bus) {
    bus.warning().ifPresent(warning -> LOG.warn("{}", ofBus(warning).text()));
    if (environment.getProperty("spring.artemis.mode", "embedded").equals("native")) {
      RoutesNotServedException.unlessEmpty(bus.problem().map(this::ofBus).stream().toList());
    }
  }

  private RouteDiagnostic ofBus(BusDiagnostic problem) {
    return new RouteDiagnostic(busFile, problem.line(), problem.sentence());
  }

  private boolean isOn(RouteKind kind, Path file) {
    return kind.isOn(RouteFile.nameOf(file), this::setting);
  }

  private String setting(String name) {
    return SettingText.of(environment, name);
  }

  private boolean isOn(RouteKind kind, Path file, List<RouteDiagnostic> problems) {
    try {
      return isOn(kind, file);
    } catch (BadSettingException e) {
      problems.add(new RouteDiagnostic(file, 0, e.getMessage()));
      return false;
    }
  }

  private void logUnused(RouteFolderSnapshot disk) {
    disk.routes().forEach((kind, files) -> files.keySet().forEach(path -> logUnused(kind, path)));
  }

  private void logUnused(RouteKind kind, Path path) {
    String name = RouteFile.nameOf(path);
    if (!isOn(kind, path) && !environment.containsProperty(name + ".enabled")) {
      LOG.info("{} is not in use: {} is not set", path, kind.address(name));
    }
  }

  @Override
  public void afterApplicationStart(CamelContext context) {
    LOG.info(
        "Routes: {}",
        context.getRoutes().stream()
            .filter(route -> route.getGroup() != null)
            .map(Route::getRouteId)
            .sorted()
            .collect(joining(", ")));
  }

  /** The content of the folder at the start. */
  RouteFolderSnapshot begunWith() {
    return begunWith;
  }

  /** Serves the current content of the folder, as far as it can be served. */
  void take(RouteFolderSnapshot disk) {
    List<RouteDiagnostic> problems = new ArrayList<>();
    RouteSet wanted = disk.withOnly((kind, file) -> isOn(kind, file, problems)).parsed();
    // A setting that a file has used since the start is not wrong if the file no longer uses it.
    Set<String> newSettings = new TreeSet<>(SettingNames.set(environment));
    newSettings.removeAll(settingsSoFar);
    settingsSoFar.addAll(FileSettings.known(disk));
    List<RouteDiagnostic> ofSettings = FileSettings.problems(disk, newSettings, environment);
    RoutePlan plan =
        RoutePlan.of(wanted, serving.set(), set -> inspected(set, serving.set(), ofSettings));
    problems.addAll(plan.problems());
    problems.addAll(serving.change(plan.set()));
    states.update(disk, serving.set(), problems);
  }

  /** Validates the files; settings are checked for new and changed files only. */
  private List<RouteDiagnostic> inspected(
      RouteSet set, RouteSet served, List<RouteDiagnostic> ofSettings) {
    Map<Path, String> before = served.texts();
    Map<Path, String> now = set.texts();
    return validator()
        .of(
            set,
            ofSettings.stream()
                .filter(problem -> now.containsKey(problem.file()))
                .filter(problem -> !now.get(problem.file()).equals(before.get(problem.file())))
                .toList());
  }

  private RouteValidator validator() {
    return new RouteValidator(check, new DryRun(application, secretFunction));
  }

  /** Validates what is already served. */
  void rehearse() {
    validator().of(serving.set());
  }

  /** Reports that the folder cannot be read; what is served stays. */
  void refuse(BadSettingException missing) {
    RouteDiagnostic problem = new RouteDiagnostic(properties.directory(), 0, missing.getMessage());
    states.update(begunWith, serving.set(), List.of(problem));
  }

  /** Leaves what remains of earlier revisions to Camel, which stops all routes. */
  void end() {
    serving.close();
  }
}
