package dev.p3.patterns.mapreduce;

import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The running task's share of the memory that Spark keeps for computing, which gets smaller when
 * more tasks run. Outside a task there is no limit. Not thread-safe.
 */
interface TaskMemory {
  /** Takes bytes, all or none. */
  boolean acquire(long bytes);

  /** Gives bytes back, of those that were taken; more than that gives back what there is. */
  void release(long bytes);

  /** That of the task that runs in this thread; when the task ends, all is given back. */
  static TaskMemory ofThisTask() {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return new NoLimit();
    }
    var memory = new OfTask(task.taskMemoryManager());
    task.addTaskCompletionListener(
        (TaskCompletionListener) ended -> memory.release(Long.MAX_VALUE));
    return memory;
  }

  /** Where no Spark is. */
  final class NoLimit implements TaskMemory {
    @Override
    public boolean acquire(long bytes) {
      return true;
    }

    @Override
    public void release(long bytes) {}
  }

  /** By Spark's memory manager. */
  final class OfTask extends MemoryConsumer implements TaskMemory {
    private OfTask(TaskMemoryManager manager) {
      super(manager, MemoryMode.ON_HEAP);
    }

    @Override
    public boolean acquire(long bytes) {
      long granted = acquireMemory(bytes);
      if (granted < bytes) {
        freeMemory(granted);
      }
      return granted == bytes;
    }

    @Override
    public void release(long bytes) {
      freeMemory(Math.min(bytes, getUsed()));
    }

    /** Nothing: what is counted here is handed on by its owner when it is refused more. */
    @Override
    public long spill(long size, MemoryConsumer trigger) {
      return 0;
    }
  }
}
