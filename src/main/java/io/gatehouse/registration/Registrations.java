package io.gatehouse.registration;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Records what is registered, because a vendor may have no call that returns it. It is what the
 * vendor last confirmed to this gateway; changes by other users of the vendor's API are not
 * included.
 */
@Component
public class Registrations {

  private static final RowMapper<Registration> ROW =
      (row, number) ->
          new Registration(
              row.getString("vendor"),
              row.getString("kind"),
              row.getString("url"),
              row.getObject("since", OffsetDateTime.class).toInstant());

  private final JdbcClient database;
  private final Clock clock = Clock.systemUTC();

  Registrations(JdbcClient database) {
    this.database = database;
  }

  List<Registration> all() {
    return database
        .sql("select vendor, kind, url, since from registration order by vendor, kind")
        .query(ROW)
        .list();
  }

  Optional<Registration> of(String vendor, String kind) {
    return database
        .sql("select vendor, kind, url, since from registration where vendor = ? and kind = ?")
        .params(vendor, kind)
        .query(ROW)
        .optional();
  }

  /** Records that this URL is registered; a URL that was registered before keeps its time. */
  Registration put(String vendor, String kind, String url) {
    Optional<Registration> before = of(vendor, kind);
    if (before.isPresent() && before.get().url().equals(url)) {
      return before.get();
    }
    Registration now =
        new Registration(vendor, kind, url, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    // H2 and PostgreSQL have no common upsert.
    remove(vendor, kind);
    database
        .sql("insert into registration (vendor, kind, url, since) values (?, ?, ?, ?)")
        .params(vendor, kind, url, now.since().atOffset(ZoneOffset.UTC))
        .update();
    return now;
  }

  Registration remove(String vendor, String kind) {
    database
        .sql("delete from registration where vendor = ? and kind = ?")
        .params(vendor, kind)
        .update();
    return Registration.none(vendor, kind);
  }
}
