package example.sessions;

import java.time.Instant;

/**
 * Clicks of one user without a long gap between them.
 *
 * @param user who clicked
 * @param session 1 for the user's first
 * @param started the time of its first click
 * @param ended the time of its last click
 * @param clicks how many it has
 * @param browser of its first click
 */
public record Session(
    String user, int session, Instant started, Instant ended, long clicks, String browser) {}
