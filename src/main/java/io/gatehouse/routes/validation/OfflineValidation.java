package io.gatehouse.routes.validation;

import io.gatehouse.broker.BusDiagnostic;
import io.gatehouse.broker.BusFile;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.FolderFiles;
import io.gatehouse.settings.PropertyLines;
import io.gatehouse.settings.SettingText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.apache.camel.spi.PropertiesFunction;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Checks a folder of route files as the gateway does before it serves them, without a broker, a
 * database or a port. Every file is checked, whether or not it is enabled.
 */
public final class OfflineValidation {

  private static final List<PropertySourceLoader> LOADERS =
      List.of(new YamlPropertySourceLoader(), new PropertiesPropertySourceLoader());

  /** The steps need a broker, in another process, to which none of them ever connects here. */
  private static final Map<String, Object> NOBODY_OUTSIDE =
      Map.of(
          "spring.artemis.mode", "native",
          "spring.artemis.broker-url", "tcp://127.0.0.1:9",
          "spring.artemis.user", "nobody",
          "spring.artemis.password", "none");

  private final Path folder;
  private final StandardEnvironment environment = new StandardEnvironment();
  private final BiFunction<RouteKind, String, String> remedy;
  private final BiPredicate<RouteKind, Path> wanted;
  private final Path busFile;
  private final boolean warningsCount;

  /** The names of the settings in the settings file. */
  private final Set<String> given = new TreeSet<>();

  /**
   * Prepares the check of a folder. A setting's value comes from the settings file, else from the
   * environment, else from the sample settings of the profile {@code local}.
   *
   * @param settings a YAML or properties file
   * @throws BadSettingException if a settings file cannot be read
   */
  public OfflineValidation(Path folder, Optional<Path> settings) {
    this.folder = folder;
    this.remedy = (kind, file) -> "write it into the file of --settings";
    this.wanted = (kind, file) -> true;
    MutablePropertySources sources = environment.getPropertySources();
    for (String name : List.of("application-local.yaml", "throw-away.yaml", "application.yaml")) {
      read(name, new ClassPathResource(name)).forEach(sources::addLast);
    }
    settings.ifPresent(
        file ->
            read(file.toString(), new FileSystemResource(file))
                .forEach(
                    source -> {
                      sources.addFirst(source);
                      given.addAll(
                          List.of(((EnumerablePropertySource<?>) source).getPropertyNames()));
                    }));
    this.busFile = bus();
    this.warningsCount = true;
    complete();
  }

  private OfflineValidation(Environment started) {
    this.folder = Path.of(started.getProperty("gatehouse.routes.directory", "routes"));
    this.busFile =
        Path.of(started.getProperty("gatehouse.broker.addresses", "routes/bus.properties"));
    this.remedy = RouteKind::remedyFor;
    this.warningsCount = false;
    this.wanted =
        (kind, file) -> kind.isOn(RouteFile.nameOf(file), name -> SettingText.of(started, name));
    MutablePropertySources sources = environment.getPropertySources();
    List.copyOf(sources.stream().toList()).forEach(own -> sources.remove(own.getName()));
    ((ConfigurableEnvironment) started).getPropertySources().forEach(sources::addLast);
    complete();
  }

  /** The check of the files with which a gateway starts under these settings. */
  public static OfflineValidation ofStart(Environment settings) {
    return new OfflineValidation(settings);
  }

  private void complete() {
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("nobody-outside", NOBODY_OUTSIDE));
    ConfigurationPropertySources.attach(environment);
    environment.setConversionService(new ApplicationConversionService());
  }

  private static List<PropertySource<?>> read(String name, Resource file) {
    for (PropertySourceLoader loader : LOADERS) {
      for (String ending : loader.getFileExtensions()) {
        if (name.endsWith("." + ending)) {
          return read(loader, name, file);
        }
      }
    }
    throw new BadSettingException(
        "%s is no file of settings: its name has to end in .yaml or .properties.".formatted(name));
  }

  private static List<PropertySource<?>> read(
      PropertySourceLoader loader, String name, Resource file) {
    try {
      if (name.endsWith(".properties")) {
        String text = file.getContentAsString(StandardCharsets.ISO_8859_1);
        PropertyLines.requireNoDuplicate(name, text);
      }
      return loader.load(name, file);
    } catch (BadSettingException e) {
      throw e;
    } catch (MarkedYAMLException e) {
      // Its message quotes the line, which may contain a secret.
      throw new BadSettingException(
          "%s, line %d, cannot be read as settings: this is not YAML; correct the line, and put quotes around a value with special characters."
              .formatted(name, e.getProblemMark().getLine() + 1));
    } catch (IOException | RuntimeException e) {
      throw new BadSettingException(
          "%s cannot be read as settings (%s).".formatted(name, e.getClass().getSimpleName()));
    }
  }

  /**
   * Checks the folder.
   *
   * @return the first problem of each file, by file and line
   * @throws BadSettingException if the folder or the bus file cannot be read
   */
  public List<RouteDiagnostic> problems() {
    AnnotationConfigApplicationContext parts = new AnnotationConfigApplicationContext();
    parts.setEnvironment(environment);
    parts.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
    parts.register(StepDependencies.class);
    try {
      parts.refresh();
      BusFile bus = BusFile.read(busFile);
      RouteCheck check =
          new RouteCheck(
              bus.addresses(),
              EventVocabulary.read(properties().vocabulary()),
              name -> SettingText.of(environment, name),
              remedy);
      DryRun dryRun = new DryRun(parts, parts.getBean(PropertiesFunction.class));
      RouteFolderSnapshot all = RouteFolderSnapshot.of(properties());
      RouteFolderSnapshot disk = all.withOnly(wanted);
      List<RouteDiagnostic> problems = new ArrayList<>(warnings(bus, disk));
      bus.problem().ifPresent(problem -> problems.add(ofBus(problem)));
      List<RouteDiagnostic> ofSettings =
          given.isEmpty() ? List.of() : FileSettings.problems(all, given, environment);
      problems.addAll(new RouteValidator(check, dryRun).of(disk.parsed(), ofSettings));
      return problems;
    } finally {
      // Not closed: its beans would take that for the end of a gateway.
      parts.getBeanFactory().destroySingletons();
    }
  }

  /** What can stay as it is until the next version. */
  public List<RouteDiagnostic> hints() {
    return RouteFolderSnapshot.of(properties()).kamelets().entrySet().stream()
        .flatMap(kamelet -> RenamedClasses.hints(kamelet.getKey(), kamelet.getValue()).stream())
        .toList();
  }

  /** Warnings, in spite of which a gateway starts. */
  private List<RouteDiagnostic> warnings(BusFile bus, RouteFolderSnapshot disk) {
    List<RouteDiagnostic> warnings = new ArrayList<>();
    if (warningsCount) {
      warnings.addAll(disk.unread());
      bus.warning().ifPresent(warning -> warnings.add(ofBus(warning)));
    }
    return warnings;
  }

  private RouteDiagnostic ofBus(BusDiagnostic problem) {
    return new RouteDiagnostic(busFile, problem.line(), problem.sentence());
  }

  private RouteProperties properties() {
    String vocabulary =
        environment.getProperty("gatehouse.routes.vocabulary", "docs/vocabulary.yaml");
    return new RouteProperties(folder, false, Path.of(vocabulary));
  }

  private Path bus() {
    Path own = folder.resolve("bus.properties");
    if (!Files.exists(own)) {
      return Path.of(environment.getProperty("gatehouse.broker.addresses", own.toString()));
    }
    try {
      if (FolderFiles.isReadable(folder, own)) {
        return own;
      }
    } catch (IOException e) {
      throw new BadSettingException("%s cannot be read: make it readable.".formatted(own));
    }
    throw new BadSettingException(
        "%s must be a file of this folder, of 1 MB at most.".formatted(own));
  }

  /**
   * The dependencies of steps, without the gateway around them. None of it has connections: there
   * is no database, and the broker that is named is never connected.
   */
  @ComponentScan(
      basePackages = "io.gatehouse",
      excludeFilters = {
        @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = SpringBootApplication.class),
        @ComponentScan.Filter(
            type = FilterType.REGEX,
            pattern = "io\\.gatehouse\\.(web|admin|routes|local|tools)\\..*")
      })
  @ConfigurationPropertiesScan("io.gatehouse")
  static class StepDependencies {

    /** Steps count; nobody reads the counters here. */
    @Bean
    MeterRegistry unread() {
      return new SimpleMeterRegistry();
    }

    @Bean
    JdbcClient noDatabase() {
      return JdbcClient.create(
          new AbstractDataSource() {

            @Override
            public Connection getConnection() throws SQLFeatureNotSupportedException {
              throw new SQLFeatureNotSupportedException("Nothing is asked while files are checked");
            }

            @Override
            public Connection getConnection(String username, String password)
                throws SQLFeatureNotSupportedException {
              return getConnection();
            }
          });
    }
  }
}
