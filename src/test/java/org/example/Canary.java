package org.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A class that a hostile route file names, and that leaves a file behind where it is started. */
public final class Canary implements Processor {

  /** The system property that names the file. */
  public static final String MARKER = "canary.marker";

  /** What a hostile expression reads. */
  public static final String ONE = leaveAMark();

  private static String leaveAMark() {
    try {
      Files.writeString(Path.of(System.getProperty(MARKER)), "started");
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
    return "one";
  }

  @Override
  public void process(Exchange exchange) {
    // It is enough to be there.
  }
}
