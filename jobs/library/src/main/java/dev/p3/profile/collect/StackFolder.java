package dev.p3.profile.collect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

/**
 * Finds the node of a stack. A stack that was seen before is known by a hash of its frames, without
 * a text for any of them: texts would cost more than all the rest. Not thread-safe.
 */
final class StackFolder {
  /** A hidden class of a lambda has an address in its name. */
  private static final String LAMBDA_CLASS = "$$Lambda";

  private static final int MOST_KNOWN = 200_000;
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final CallTree tree;
  private final SourceFiles sources = new SourceFiles();
  private final Map<Long, Integer> known = new HashMap<>();

  /** Texts of frames by their hashes: new stacks consist of frames that were seen in others. */
  private final Map<Long, String> texts = new HashMap<>();

  /** The JFR gives the same object for the same stack as long as a chunk of its file lasts. */
  private final Map<RecordedStackTrace, Long> hashes = new WeakHashMap<>();

  StackFolder(CallTree tree) {
    this.tree = tree;
  }

  /**
   * The node of a stack.
   *
   * @param allocated the class of an object that the innermost frame made; null when none is meant
   */
  int node(RecordedStackTrace stack, RecordedClass allocated) {
    Long hash = hashes.get(stack);
    if (hash == null) {
      hash = hash(stack.getFrames());
      hashes.put(stack, hash);
    }
    long key = allocated == null ? hash : (hash ^ allocated.getId()) * PRIME;
    Integer node = known.get(key);
    if (node == null) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
        texts.clear();
      }
      node = newNode(stack.getFrames(), allocated);
      known.put(key, node);
    }
    return node;
  }

  private static long hash(List<RecordedFrame> frames) {
    long hash = 1;
    for (RecordedFrame frame : frames) {
      RecordedMethod method = frame.getMethod();
      if (method != null) {
        hash = (hash ^ hash(method)) * PRIME + frame.getBytecodeIndex();
      }
    }
    return hash;
  }

  private static long hash(RecordedMethod method) {
    return (method.getType().getId() * PRIME) ^ method.getName().hashCode();
  }

  private int newNode(List<RecordedFrame> frames, RecordedClass allocated) {
    int node = CallTree.ROOT;
    for (int i = frames.size() - 1; i >= 0; i--) {
      RecordedMethod method = frames.get(i).getMethod();
      if (method != null) {
        node = tree.child(node, text(method, frames.get(i).getLineNumber()));
      }
    }
    return allocated == null ? node : tree.child(node, "[" + typeName(allocated.getName()) + "]");
  }

  private String text(RecordedMethod method, int line) {
    return texts.computeIfAbsent(
        hash(method) * PRIME + line,
        any -> text(method.getType().getName(), method.getName(), line));
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
    int lambda = type.indexOf(LAMBDA_CLASS);
    if (lambda >= 0) {
      return type.substring(0, lambda) + LAMBDA_CLASS + "." + method;
    }
    String frame = type + "." + method;
    if (!UserCode.isUsers(type)) {
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
