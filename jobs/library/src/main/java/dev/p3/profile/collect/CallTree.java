package dev.p3.profile.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks, folded: each node is a frame that was called by its parent's, and stands for the stack
 * down to it. Node 0 is the root, without a frame. Not thread-safe.
 *
 * <p>Bounded: when {@value #MOST_NODES} nodes are there, a new stack ends where it leaves the known
 * ones.
 */
final class CallTree {
  static final int ROOT = 0;
  private static final int MOST_NODES = 100_000;

  private final List<String> frames = new ArrayList<>();
  private final Map<String, Integer> frameIds = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>(List.of(new Node(-1, -1)));

  /** By parent and frame in one number: whenever a new stack comes, each of its frames asks. */
  private final Map<Long, Integer> nodeIds = new HashMap<>();

  record Node(int parent, int frame) {}

  /** The node of a frame below a node. */
  int child(int parent, String frame) {
    Integer frameId = frameIds.get(frame);
    if (frameId == null) {
      frameId = frames.size();
      frames.add(frame);
      frameIds.put(frame, frameId);
    }
    long key = ((long) parent << Integer.SIZE) | frameId;
    Integer known = nodeIds.get(key);
    if (known != null) {
      return known;
    }
    if (nodes.size() >= MOST_NODES) {
      return parent;
    }
    nodes.add(new Node(parent, frameId));
    nodeIds.put(key, nodes.size() - 1);
    return nodes.size() - 1;
  }

  int size() {
    return nodes.size();
  }

  int frameCount() {
    return frames.size();
  }

  Node node(int id) {
    return nodes.get(id);
  }

  String frame(int id) {
    return frames.get(id);
  }

  /** The frames of the stack that ends at a node, outermost first. */
  List<String> path(int node) {
    var path = new ArrayList<String>();
    for (int at = node; at != ROOT; at = nodes.get(at).parent) {
      path.add(0, frames.get(nodes.get(at).frame));
    }
    return path;
  }
}
