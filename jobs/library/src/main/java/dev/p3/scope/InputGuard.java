package dev.p3.scope;

import java.util.Iterator;
import java.util.Locale;

/**
 * Wraps a function so that a change to what it is given is found: its input's content must be the
 * same after the call. Rows of an iterator are looked at again when the next one is asked for.
 */
final class InputGuard {
  private InputGuard() {}

  static <R extends Record, T, U> ScopedFunction<R, T, U> function(
      ScopeUse use, ScopedFunction<R, T, U> function) {
    return (values, argument) -> {
      long before = ContentDigest.of(argument);
      U result = function.call(values, argument);
      requireSame(use, argument, before);
      return result;
    };
  }

  static <R extends Record, T> ScopedAction<R, T> action(ScopeUse use, ScopedAction<R, T> action) {
    return (values, argument) -> {
      long before = ContentDigest.of(argument);
      action.call(values, argument);
      requireSame(use, argument, before);
    };
  }

  static <R extends Record, T> ScopedReduction<R, T> reduction(
      ScopeUse use, ScopedReduction<R, T> reduction) {
    ScopedBiFunction<R, T, T, T> guarded = biFunction(use, reduction::call);
    return guarded::call;
  }

  static <R extends Record, T, U> ScopedFunction<R, Iterator<T>, U> rows(
      ScopeUse use, ScopedFunction<R, Iterator<T>, U> function) {
    return (values, rows) -> function.call(values, new GuardedRows<>(use, rows));
  }

  static <R extends Record, T> ScopedAction<R, Iterator<T>> rowsAction(
      ScopeUse use, ScopedAction<R, Iterator<T>> action) {
    return (values, rows) -> action.call(values, new GuardedRows<>(use, rows));
  }

  static <R extends Record, K, T, U> ScopedGroupFunction<R, K, T, U> group(
      ScopeUse use, ScopedGroupFunction<R, K, T, U> function) {
    return (values, key, rows) -> function.call(values, key, new GuardedRows<>(use, rows));
  }

  static <R extends Record, A, B, U> ScopedBiFunction<R, A, B, U> biFunction(
      ScopeUse use, ScopedBiFunction<R, A, B, U> function) {
    return (values, first, second) -> {
      long firstBefore = ContentDigest.of(first);
      long secondBefore = ContentDigest.of(second);
      U result = function.call(values, first, second);
      requireSame(use, first, firstBefore);
      requireSame(use, second, secondBefore);
      return result;
    };
  }

  static <R extends Record, K, T, S, U> ScopedCoGroupFunction<R, K, T, S, U> coGroup(
      ScopeUse use, ScopedCoGroupFunction<R, K, T, S, U> function) {
    return (values, key, left, right) ->
        function.call(values, key, new GuardedRows<>(use, left), new GuardedRows<>(use, right));
  }

  static <R extends Record, K, T, S, U> ScopedStateFunction<R, K, T, S, U> state(
      ScopeUse use, ScopedStateFunction<R, K, T, S, U> function) {
    return (values, key, rows, state) ->
        function.call(values, key, new GuardedRows<>(use, rows), state);
  }

  private static void requireSame(ScopeUse use, Object input, long before) {
    if (ContentDigest.of(input) != before) {
      throw new MutatedValueException(
          String.format(
              Locale.ROOT,
              "%s changed its input, a %s (let the function give back a changed copy: Spark may hand the same object to others)",
              use,
              input.getClass().getName()));
    }
  }

  /** Not thread-safe. */
  private static final class GuardedRows<T> implements Iterator<T> {
    private final ScopeUse use;
    private final Iterator<T> rows;
    private T last;
    private long lastDigest;

    GuardedRows(ScopeUse use, Iterator<T> rows) {
      this.use = use;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      verifyLast();
      return rows.hasNext();
    }

    @Override
    public T next() {
      verifyLast();
      last = rows.next();
      lastDigest = ContentDigest.of(last);
      return last;
    }

    private void verifyLast() {
      if (last != null) {
        requireSame(use, last, lastDigest);
      }
    }
  }
}
