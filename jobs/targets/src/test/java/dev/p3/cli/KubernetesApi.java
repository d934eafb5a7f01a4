package dev.p3.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An API server of Kubernetes that keeps what it is sent, and has no node to run it on: pods of
 * drivers end at once, as a test decides, and those of executors wait.
 */
final class KubernetesApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final int exitCode;

  /**
   * @param exitCode with which drivers end
   */
  KubernetesApi(int exitCode) throws IOException {
    this.exitCode = exitCode;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** As Spark names a master. */
  String master() {
    return "k8s://http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The objects of a kind, as they were sent. */
  synchronized List<JsonNode> objects(String kind) {
    return objects.values().stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .map(JsonNode.class::cast)
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = exchange.getRequestURI().getQuery();
      JsonNode sent = JSON.readTree(exchange.getRequestBody());
      boolean isWatch = query != null && query.contains("watch=true");
      JsonNode answer =
          switch (exchange.getRequestMethod()) {
            case "POST" -> kept(path + "/" + sent.at("/metadata/name").asText(), path, sent);
            case "PATCH" -> kept(path, path, sent);
            default -> found(path);
          };
      byte[] body = isWatch ? events(query) : JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.path("code").asInt(200), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** What a server adds to an object that it takes. */
  private synchronized JsonNode kept(String key, String path, JsonNode sent) {
    ObjectNode object = sent.deepCopy();
    object
        .withObject("/metadata")
        .put("uid", "uid-" + objects.size())
        .put("resourceVersion", "1")
        .put("namespace", path.split("/")[4])
        .put("creationTimestamp", "2026-01-01T00:00:00Z");
    objects.put(key, object);
    if (!object.at("/metadata/labels/spark-role").asText().equals("driver")) {
      return object;
    }
    ObjectNode ended = object.deepCopy();
    ended
        .withObject("/status")
        .put("phase", exitCode == 0 ? "Succeeded" : "Failed")
        .withArray("containerStatuses")
        .addObject()
        .put("name", object.at("/spec/containers/0/name").asText())
        .withObject("/state/terminated")
        .put("exitCode", exitCode);
    objects.put(key, ended);
    return object;
  }

  private synchronized JsonNode found(String path) {
    JsonNode object = objects.get(path);
    if (object != null) {
      return object;
    }
    if (path.endsWith("/pods")) {
      ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "PodList");
      list.putArray("items").addAll(objects("Pod"));
      return list;
    }
    return JSON.createObjectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", "Failure")
        .put("code", 404);
  }

  /** Of what is watched: that it is as it is. */
  private synchronized byte[] events(String query) throws IOException {
    for (JsonNode pod : objects("Pod")) {
      if (query.contains("metadata.name=" + pod.at("/metadata/name").asText())) {
        ObjectNode event = JSON.createObjectNode().put("type", "MODIFIED");
        event.set("object", pod);
        return JSON.writeValueAsBytes(event);
      }
    }
    return new byte[0];
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
