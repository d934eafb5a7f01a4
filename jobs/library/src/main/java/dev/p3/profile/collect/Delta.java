package dev.p3.profile.collect;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What an executor tells since it last told something. It travels as compressed bytes, because the
 * driver's side of the channel may not see this class.
 *
 * @param sequence 1 for the first
 * @param completeUntil samples up to this moment are in this delta and those before it, in
 *     milliseconds since 1970
 * @param firstFrame the number of the first of {@code frames}
 * @param frames new ones
 * @param firstNode the number of the first node
 * @param nodes parent and frame of each new node
 * @param counts what was sampled
 * @param process figures of the process, up to now
 */
record Delta(
    String executor,
    long sequence,
    long completeUntil,
    int firstFrame,
    List<String> frames,
    int firstNode,
    List<CallTree.Node> nodes,
    List<Count> counts,
    ProcessFigures.Reading process,
    SamplerState sampler) {

  /** What is sampled. */
  enum Kind {
    /** Microseconds of CPU time. */
    CPU,
    /** Bytes. */
    ALLOCATION
  }

  /** How much of something was seen at a stack in a stage. */
  record Count(Kind kind, int stage, int stageAttempt, int node, long value) {}

  /**
   * How the sampler is.
   *
   * @param name {@code jfr}, {@code async}, {@code none}
   * @param fault why there are no samples, or not all; empty when all is well
   * @param samples so far
   * @param sentBytes so far
   * @param recording the number of the last recording that it was asked to write, and has written
   *     or could not; 0 for none
   * @param recordingFault why it could not; empty when it could
   */
  record SamplerState(
      String name,
      String fault,
      long samples,
      long sentBytes,
      long recording,
      String recordingFault) {}

  byte[] toBytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out =
        new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes)))) {
      out.writeUTF(executor);
      out.writeLong(sequence);
      out.writeLong(completeUntil);
      out.writeInt(firstFrame);
      out.writeInt(frames.size());
      for (String frame : frames) {
        out.writeUTF(frame);
      }
      out.writeInt(firstNode);
      out.writeInt(nodes.size());
      for (CallTree.Node node : nodes) {
        out.writeInt(node.parent());
        out.writeInt(node.frame());
      }
      out.writeInt(counts.size());
      for (Count count : counts) {
        out.writeByte(count.kind.ordinal());
        out.writeInt(count.stage);
        out.writeInt(count.stageAttempt);
        out.writeInt(count.node);
        out.writeLong(count.value);
      }
      process.writeTo(out);
      out.writeUTF(sampler.name);
      out.writeUTF(sampler.fault);
      out.writeLong(sampler.samples);
      out.writeLong(sampler.sentBytes);
      out.writeLong(sampler.recording);
      out.writeUTF(sampler.recordingFault);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when it is not what {@link #toBytes} gave
   */
  static Delta of(byte[] bytes) throws IOException {
    try (var in =
        new DataInputStream(
            new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes))))) {
      String executor = in.readUTF();
      long sequence = in.readLong();
      long completeUntil = in.readLong();
      int firstFrame = in.readInt();
      int frameCount = in.readInt();
      var frames = new ArrayList<String>();
      for (int i = 0; i < frameCount; i++) {
        frames.add(in.readUTF());
      }
      int firstNode = in.readInt();
      int nodeCount = in.readInt();
      var nodes = new ArrayList<CallTree.Node>();
      for (int i = 0; i < nodeCount; i++) {
        nodes.add(new CallTree.Node(in.readInt(), in.readInt()));
      }
      int countCount = in.readInt();
      var counts = new ArrayList<Count>();
      for (int i = 0; i < countCount; i++) {
        counts.add(
            new Count(
                Kind.values()[in.readByte()],
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong()));
      }
      return new Delta(
          executor,
          sequence,
          completeUntil,
          firstFrame,
          frames,
          firstNode,
          nodes,
          counts,
          ProcessFigures.Reading.readFrom(in),
          new SamplerState(
              in.readUTF(),
              in.readUTF(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readUTF()));
    }
  }
}
