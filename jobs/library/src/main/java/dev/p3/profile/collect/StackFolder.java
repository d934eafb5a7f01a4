package dev.p3.profile.collect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/**
 * Finds the node of a stack. A stack that was seen before is known by a hash of its frames, without
 * a text for any of them: texts would cost more than all the rest. Not thread-safe.
 */
final class StackFolder {
  /** A hidden class of a lambda has an address in its name. */
  private static final Pattern LAMBDA_CLASS = Pattern.compile("\\$\\$Lambda.*");

  private static final int MOST_KNOWN = 200_000;
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final CallTree tree;
  private final SourceFiles sources = new SourceFiles();
  private final Map<Long, Integer> known = new HashMap<>();

  StackFolder(CallTree tree) {
    this.tree = tree;
  }

  /**
   * The node of a stack.
   *
   * @param frames innermost first
   * @param allocated the class of an object that the innermost frame made; null when none is meant
   */
  int node(List<RecordedFrame> frames, RecordedClass allocated) {
    long hash = allocated == null ? 1 : allocated.getId();
    for (RecordedFrame frame : frames) {
      RecordedMethod method = frame.getMethod();
      if (method != null) {
        hash = (hash ^ method.getType().getId()) * PRIME;
        hash = (hash ^ method.getName().hashCode()) * PRIME + frame.getBytecodeIndex();
      }
    }
    Integer node = known.get(hash);
    if (node == null) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      node = newNode(frames, allocated);
      known.put(hash, node);
    }
    return node;
  }

  private int newNode(List<RecordedFrame> frames, RecordedClass allocated) {
    int node = CallTree.ROOT;
    for (int i = frames.size() - 1; i >= 0; i--) {
      RecordedMethod method = frames.get(i).getMethod();
      if (method != null) {
        node =
            tree.child(
                node,
                text(method.getType().getName(), method.getName(), frames.get(i).getLineNumber()));
      }
    }
    return allocated == null ? node : tree.child(node, "[" + typeName(allocated.getName()) + "]");
  }

  /** The node of a sample of another profiler. */
  int node(StackSource.Sample sample) {
    int node = CallTree.ROOT;
    for (StackSource.Frame frame : sample.frames()) {
      node =
          tree.child(
              node,
              frame.type().isEmpty()
                  ? frame.method()
                  : text(frame.type(), frame.method(), frame.line()));
    }
    return sample.allocated() == null
        ? node
        : tree.child(node, "[" + typeName(sample.allocated()) + "]");
  }

  private String text(String type, String method, int line) {
    String shown = LAMBDA_CLASS.matcher(type).replaceFirst("\\$\\$Lambda");
    String frame = shown + "." + method;
    if (shown.length() != type.length() || !UserCode.isUsers(type)) {
      return frame;
    }
    return frame + "(" + sources.of(type) + (line > 0 ? ":" + line : "") + ")";
  }

  /** Arrays as Java writes them. */
  private static String typeName(String name) {
    int dimensions = name.lastIndexOf('[') + 1;
    if (dimensions == 0) {
      return name;
    }
    String element = name.substring(dimensions);
    String plain =
        switch (element.charAt(0)) {
          case 'B' -> "byte";
          case 'C' -> "char";
          case 'D' -> "double";
          case 'F' -> "float";
          case 'I' -> "int";
          case 'J' -> "long";
          case 'S' -> "short";
          case 'Z' -> "boolean";
          default -> element.replaceAll("^L|;$", "").replace('/', '.');
        };
    return plain + "[]".repeat(dimensions);
  }
}
