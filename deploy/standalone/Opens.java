/** Prints the JVM options that Spark needs. */
class Opens {
  public static void main(String[] words) {
    System.out.println(org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptions());
  }
}
