package dev.p3.notebook;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The classes of cells. A session that is opened {@link #within} them finds them in all its
 * threads, also in those that read what tasks give back: in spark-shell and Livy the interpreter is
 * there before the session, here each notebook has one of its own. Thread-safe.
 */
final class CellClasses extends ClassLoader {
  private final Path directory;
  private volatile ClassLoader latest;

  /**
   * @param directory where interpreters write them, and Spark serves them from
   */
  CellClasses(Path directory) {
    super(CellClasses.class.getClassLoader());
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Takes the loader of a notebook's interpreter. */
  void of(ClassLoader interpreter) {
    latest = interpreter;
  }

  /** What an action gives in whose threads they are found. */
  <T> T within(Supplier<T> action) {
    return with(this, action);
  }

  /** What an action gives, with a class loader for its thread and those that it begins. */
  static <T> T with(ClassLoader loader, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ClassLoader cells = latest;
    if (cells == null) {
      throw new ClassNotFoundException(name);
    }
    return cells.loadClass(name);
  }
}
