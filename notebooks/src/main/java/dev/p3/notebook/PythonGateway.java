package dev.p3.notebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import py4j.GatewayServer;

/**
 * Calls the JVM as PySpark does: Py4J's own server on loopback gets the commands that its Python
 * side would send for a line such as {@code jobs =
 * spark._jvm.dev.p3.job.Jobs.of(spark._jsparkSession)}, and finds and calls the methods by its own
 * rules. A line is a chain of calls, whose arguments are texts, whole numbers and chains; it may
 * have a name to the left.
 *
 * <p>Not thread-safe.
 */
final class PythonGateway implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|\\w+|[=.,()]");
  private static final String STATIC = "z:";

  private final GatewayServer server;
  private final Socket python;
  private final BufferedReader answers;

  /** What a name stands for, as an argument of a command. */
  private final Map<String, String> variables = new HashMap<>();

  private List<MatchResult> tokens = List.of();
  private int at;

  PythonGateway(SparkSession spark) {
    String secret = UUID.randomUUID().toString();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server =
        new GatewayServer.GatewayServerBuilder()
            .javaPort(0)
            .javaAddress(loopback)
            .authToken(secret)
            .build();
    server.start();
    try {
      python = new Socket(loopback, server.getListeningPort());
      answers =
          new BufferedReader(
              new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8));
      send("A\n" + secret + "\n");
    } catch (IOException e) {
      server.shutdown();
      throw new UncheckedIOException(e);
    }
    variables.put("spark", "r" + server.getGateway().putNewObject(spark));
  }

  /**
   * Runs a line.
   *
   * @throws IllegalArgumentException when it is no such chain, or a call fails, saying why
   */
  void run(String line) {
    tokens = TOKEN.matcher(line).results().toList();
    at = 0;
    if (tokens.size() > 1 && tokens.get(1).group().equals("=")) {
      String name = next();
      next();
      variables.put(name, value());
    } else {
      value();
    }
    if (at < tokens.size()) {
      throw new IllegalArgumentException("Cannot read line '" + line + "' from '" + next() + "'");
    }
  }

  private String value() {
    MatchResult first = tokens.get(at);
    String word = next();
    if (first.group(1) != null) {
      return "s" + first.group(1);
    }
    if (word.matches("\\d+")) {
      return "i" + word;
    }
    String value = variables.get(word);
    if (value == null) {
      throw new IllegalArgumentException("Cannot find name '" + word + "'");
    }
    while (accepts(".")) {
      value = member(value, next());
    }
    return value;
  }

  private String member(String value, String name) {
    return switch (name) {
      case "_jvm" -> staticCall();
      case "_jsparkSession", "_jdf" -> value; // PySpark's own objects hold those of the JVM
      default -> call(value.substring(1), name, arguments());
    };
  }

  private String staticCall() {
    var path = new ArrayList<String>();
    while (accepts(".")) {
      path.add(next());
    }
    String method = path.remove(path.size() - 1);
    return call(STATIC + String.join(".", path), method, arguments());
  }

  private List<String> arguments() {
    var arguments = new ArrayList<String>();
    if (!accepts("(")) {
      throw new IllegalArgumentException("Cannot read a member that is not called");
    }
    while (!accepts(")")) {
      arguments.add(value());
      accepts(",");
    }
    return arguments;
  }

  private String call(String target, String method, List<String> arguments) {
    String response =
        send(
            "c\n%s\n%s\n%se\n"
                .formatted(
                    target,
                    method,
                    String.join("", arguments.stream().map(a -> a + "\n").toList())));
    String given = response.substring(1);
    if (response.startsWith("y")) {
      return given;
    }
    String why = given.startsWith("r") ? call(given.substring(1), "toString", List.of()) : given;
    throw new IllegalArgumentException("Cannot call " + method + ": " + why);
  }

  /** The answer to a command, without its first mark. */
  private String send(String command) {
    try {
      OutputStream out = python.getOutputStream();
      out.write(command.getBytes(StandardCharsets.UTF_8));
      out.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("Py4J's server has closed the connection");
      }
      return answer.substring(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts(String token) {
    boolean isNext = at < tokens.size() && tokens.get(at).group().equals(token);
    at += isNext ? 1 : 0;
    return isNext;
  }

  private String next() {
    return tokens.get(at++).group();
  }

  @Override
  public void close() {
    try {
      python.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      server.shutdown();
    }
  }
}
