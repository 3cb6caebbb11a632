package io.gatehouse.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.Environment;

/**
 * What a vendor's simulation says of one event, before it is enciphered.
 *
 * @param path that it is sent to
 * @param event by the vendor's own word
 * @param json in UTF-8
 */
public record SimulatedBody(String path, String event, byte[] json) {

  private static final long SEED = 1;

  /**
   * Each event of a vendor, once.
   *
   * @param folder of the simulation files
   * @throws io.gatehouse.settings.BadSettingException where there is no such vendor, or its file or
   *     a setting is not as it must be
   */
  public static List<SimulatedBody> of(Path folder, Environment settings, String vendor) {
    Playlist all =
        Playlist.of(folder, settings, new Playlist.Choice(vendor, List.of(), null, 0, SEED, false));
    List<SimulatedBody> bodies = new ArrayList<>();
    all.stories()
        .forEachRemaining(
            letters ->
                letters.forEach(
                    letter ->
                        bodies.add(
                            new SimulatedBody(letter.path(), letter.event(), letter.body()))));
    return bodies;
  }
}
