package dev.p3.cli;

import org.apache.hadoop.security.UserGroupInformation;

/**
 * A JVM agent for a user id that the machine has no name for, as containers are often given: Hadoop
 * asks the machine for the name and fails, before any program of p3 begins. The launcher puts the
 * agent's jar, which holds this class alone, before Spark.
 */
public final class NamelessUser {
  private NamelessUser() {}

  /**
   * Logs the user in under a name.
   *
   * @param name what the user is to be called
   */
  public static void premain(String name) {
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
  }
}
