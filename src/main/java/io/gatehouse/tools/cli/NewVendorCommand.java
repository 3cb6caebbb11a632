package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the files of a new vendor, ready to be tried and edited. */
@Command(
    name = "new-vendor",
    description = {
      "Writes what a new vendor needs: a commented route file, a sample request with the event"
          + " that it becomes, a simulation that plays it, and throw-away settings for the profile local. It works as it is;"
          + " then you edit it into what the vendor sends. Nothing is ever overwritten."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footerHeading = "%nWays in which a vendor proves itself:%n",
    footer = {
      "  hmac    a signature over the body, or over time and body, in a header",
      "  basic   user name and password",
      "  bearer  a fixed token, \"Authorization: Bearer ...\"",
      "  token   a fixed token, \"Authorization: token ...\"",
      "  key     a key of ours in the URL that the vendor is given",
      "  digest  a key in the URL, and a salted digest of the body in a header",
      "",
      "Examples:",
      "  ./gatehouse new-vendor acme --auth hmac",
      "      Acme signs its requests with a secret that it shares with us.",
      "  ./gatehouse new-vendor acme-kyb --auth key --directory /srv/gatehouse",
      "      It documents no proof, so its URL gets a key. The folder routes/ is in",
      "      /srv/gatehouse, beside a packaged gateway: the sample goes to samples/",
      "      there, and the settings go to config/.",
      "",
      "docs/adding-a-vendor.md shows the whole way, in ten minutes."
    })
final class NewVendorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "The vendor's name: of its file, its path and its settings.")
  private String name;

  @Option(
      names = "--auth",
      required = true,
      paramLabel = "WAY",
      completionCandidates = AuthMethodNames.class,
      description = "How it proves itself: ${COMPLETION-CANDIDATES}.")
  private String auth;

  @Option(
      names = "--directory",
      paramLabel = "FOLDER",
      description = "The folder that routes/ is in; without it, the current one.")
  private Path directory = Path.of("");

  /** The values of {@code --auth}, for help and completion. */
  static final class AuthMethodNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return AuthMethod.words().iterator();
    }
  }

  @Override
  public Integer call() {
    try {
      VendorTemplate template = new VendorTemplate(name, AuthMethod.named(auth));
      VendorFiles files = new VendorFiles(directory);
      files.write(template);
      printNextSteps(template, files);
      return 0;
    } catch (BadSettingException e) {
      return refuse(e.getMessage());
    } catch (IOException e) {
      return refuse("A file cannot be written: %s.".formatted(e.getMessage()));
    }
  }

  private int refuse(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 1;
  }

  private void printNextSteps(VendorTemplate template, VendorFiles files) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        """
        %s is there, with a guess of what it sends:

          %s
              what becomes of its requests
          %s
              a request that proves itself, and the event that it becomes
          %s
              what it says when it is played
          %s
              its settings for the profile local, at the end

        Next:

        1. Start the gateway with the profile local, and be %1$s:

             curl -i 'http://localhost:8080%s'%s \\
               -d '%s'

           Or have it played, where routes/ is:

             ./gatehouse simulate %s --count 20 \\
               --settings %s

        2. Put the vendor's own words into the route file and the simulation, and its own requests
           into samples.
        """,
        template.title(),
        files.routeFile(name),
        files.sample(name),
        files.simulation(name),
        files.settings(),
        template.url(),
        String.join("", template.headers().stream().map(" \\%n       -H '%s'"::formatted).toList()),
        template.body(),
        name,
        files.root().relativize(files.settings()));
    out.println(checkOf(files));
    out.println("4. In production, set " + variables(template) + ".");
    out.printf(
        "   Else the gateway does not start; %s.enabled=false leaves the vendor out.%n", name);
  }

  private static String checkOf(VendorFiles files) {
    return files.inSourceTree()
        ? "3. Check all samples: ./mvnw test -Dtest=VendorRequestsTest"
        : "3. Keep the samples with the route file, for whoever edits it next.";
  }

  private static String variables(VendorTemplate template) {
    List<String> variables = template.settings().keySet().stream().map(Secrets::variable).toList();
    return String.join(" and ", variables);
  }
}
