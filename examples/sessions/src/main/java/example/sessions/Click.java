package example.sessions;

import java.time.Instant;

/**
 * A click.
 *
 * @param user who clicked
 * @param time when
 * @param agent what the browser calls itself; may be null
 */
public record Click(String user, Instant time, String agent) {}
