package io.gatehouse.registration;

import java.time.Clock;
import java.time.Instant;
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
    Optional<Registration> before = of(vendor, kind).filter(same -> same.url().equals(url));
    if (before.isPresent()) {
      return before.get();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    database
        .sql(
            """
            merge into registration using (select 1) as one
            on vendor = :vendor and kind = :kind
            when matched then update set url = :url, since = :since
            when not matched then insert (vendor, kind, url, since)
              values (:vendor, :kind, :url, :since)
            """)
        .param("vendor", vendor)
        .param("kind", kind)
        .param("url", url)
        .param("since", now.atOffset(ZoneOffset.UTC))
        .update();
    return new Registration(vendor, kind, url, now);
  }

  Registration remove(String vendor, String kind) {
    database
        .sql("delete from registration where vendor = ? and kind = ?")
        .params(vendor, kind)
        .update();
    return Registration.none(vendor, kind);
  }

  /**
   * One of a vendor's webhooks, and the URL with which it is registered.
   *
   * @param kind the vendor's word for the webhook
   * @param url null if none is registered
   * @param since when the vendor first confirmed this URL; null if none is registered
   */
  record Registration(String vendor, String kind, String url, Instant since) {

    static Registration none(String vendor, String kind) {
      return new Registration(vendor, kind, null, null);
    }

    boolean isRegistered() {
      return url != null;
    }
  }
}
