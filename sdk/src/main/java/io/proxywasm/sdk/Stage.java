package io.proxywasm.sdk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that comes later, such as the response of a callout, and what is to be done then.
 *
 * <p>A stage is an {@link Action}: returned from a callback, it pauses the stream. When it is
 * complete the stream continues, unless its value is another action than {@link Action#CONTINUE} or
 * the plugin has answered meanwhile; another stage as value is waited for too. When it fails, the
 * failure counts as one of the callback: it is logged, and ends the stream as {@link
 * StreamContext#failOpen} says.
 *
 * <pre>{@code
 * return httpCall("authserver").get("/check").send()
 *     .map(response -> response.status() == 200 ? Action.CONTINUE : respond(403).send());
 * }</pre>
 *
 * <p>Functions run in the context in which they were given to the stage, whatever completes it.
 * When that stream has ended meanwhile they do not run, and the stages that they make fail with a
 * {@link StreamGoneException}. What a function throws fails the stage that it makes. A failure that
 * nobody handles (by {@link #recover}, {@link #onFailure} or returning the stage from a callback)
 * is logged.
 *
 * @param <T> the type of the value
 */
public final class Stage<T extends @Nullable Object> extends Action {
  private static final int OPEN = 0;
  private static final int DONE = 1;
  private static final int FAILED = 2;

  private int state;
  private @Nullable Object result;
  private @Nullable StageListener first;
  private @Nullable StageListener last;
  private boolean handled;

  Stage() {
    super(1, 1);
  }

  /** Returns a stage that is complete. */
  public static <T extends @Nullable Object> Stage<T> of(T value) {
    Stage<T> stage = new Stage<>();
    stage.complete(value);
    return stage;
  }

  /** Returns a stage that has failed. */
  public static <T extends @Nullable Object> Stage<T> failed(Throwable failure) {
    Stage<T> stage = new Stage<>();
    stage.fail(failure);
    return stage;
  }

  /**
   * Returns a stage that is complete after a time, which the sdk takes from {@link
   * PluginContext#onTick}: {@code proxy_set_tick_period_milliseconds}. The plugin's own ticks come
   * as before.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  @Callback("proxy_on_tick")
  public static Stage<@Nullable Void> delayMillis(int milliseconds) {
    Stage<@Nullable Void> stage = new Stage<>();
    Timers.start(milliseconds, stage, () -> stage.completeWith(null));
    return stage;
  }

  /** Returns a stage for the values of all, in their order. It fails as soon as one fails. */
  @SafeVarargs
  public static <T extends @Nullable Object> Stage<List<T>> all(Stage<? extends T>... stages) {
    List<Stage<? extends T>> list = new ArrayList<>();
    for (Stage<? extends T> stage : stages) {
      list.add(stage);
    }
    return all(list);
  }

  /** Returns a stage for the values of all, in their order. It fails as soon as one fails. */
  public static <T extends @Nullable Object> Stage<List<T>> all(
      List<? extends Stage<? extends T>> stages) {
    Stage<List<T>> all = new Stage<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      values.add(null);
    }
    Countdown countdown = new Countdown(stages.size());
    for (int i = 0; i < stages.size(); i++) {
      int at = i;
      stages
          .get(i)
          .listen(
              new StageListener() {
                @Override
                void completed(@Nullable Object value) {
                  values.set(at, Kept.of(value));
                  if (countdown.isOver()) {
                    all.completeWith(values);
                  }
                }

                @Override
                void failed(Throwable failure) {
                  all.fail(failure);
                }
              });
    }
    if (stages.isEmpty()) {
      all.completeWith(values);
    }
    return all;
  }

  /** Returns a stage for the value of the first that completes. It fails when all have failed. */
  @SafeVarargs
  public static <T extends @Nullable Object> Stage<T> any(Stage<? extends T>... stages) {
    List<Stage<? extends T>> list = new ArrayList<>();
    for (Stage<? extends T> stage : stages) {
      list.add(stage);
    }
    return any(list);
  }

  /** Returns a stage for the value of the first that completes. It fails when all have failed. */
  public static <T extends @Nullable Object> Stage<T> any(
      List<? extends Stage<? extends T>> stages) {
    Stage<T> any = new Stage<>();
    if (stages.isEmpty()) {
      any.fail(new IllegalArgumentException("any of no stages"));
    }
    Countdown countdown = new Countdown(stages.size());
    for (Stage<? extends T> stage : stages) {
      stage.listen(
          new StageListener() {
            @Override
            void completed(@Nullable Object value) {
              any.completeWith(value);
            }

            @Override
            void failed(Throwable failure) {
              if (countdown.isOver()) {
                any.fail(failure);
              }
            }
          });
    }
    return any;
  }

  /** Returns a stage for what a function makes of the value. */
  public <U extends @Nullable Object> Stage<U> map(Function<? super T, ? extends U> function) {
    Stage<U> made = new Stage<>();
    listen(
        new StageFunction(made) {
          @Override
          void apply(@Nullable Object value) {
            made.complete(function.apply(Stage.<T>cast(value)));
          }
        });
    return made;
  }

  /** Returns a stage for the value of the stage that a function makes of the value. */
  public <U extends @Nullable Object> Stage<U> then(
      Function<? super T, ? extends Stage<? extends U>> function) {
    Stage<U> made = new Stage<>();
    listen(
        new StageFunction(made) {
          @Override
          void apply(@Nullable Object value) {
            function.apply(Stage.<T>cast(value)).passTo(made);
          }
        });
    return made;
  }

  /** Returns a stage for what a function makes of the values of this and another stage. */
  public <U extends @Nullable Object, V extends @Nullable Object> Stage<V> with(
      Stage<U> other, BiFunction<? super T, ? super U, ? extends V> function) {
    return Stage.<@Nullable Object>all(this, other)
        .map(values -> function.apply(Stage.<T>cast(values.get(0)), Stage.<U>cast(values.get(1))));
  }

  /**
   * Returns a stage for this value, once a function was called with it. When the function throws,
   * the stage fails with that.
   */
  public Stage<T> onSuccess(Consumer<? super T> function) {
    Stage<T> made = new Stage<>();
    listen(
        new StageFunction(made) {
          @Override
          void apply(@Nullable Object value) {
            function.accept(Stage.<T>cast(value));
            made.completeWith(value);
          }
        });
    return made;
  }

  /**
   * Returns a stage for this value or failure. When it is a failure, a function is called with it
   * first, which counts as handled then: it is not logged. The stage still fails, and a stream that
   * waits for it ends, unless the function answered. To go on in spite of it use {@link #recover}.
   */
  public Stage<T> onFailure(Consumer<? super Throwable> function) {
    Stage<T> made = new Stage<>();
    listen(
        new StageFunction(made) {
          @Override
          void applyFailure(Throwable failure) {
            function.accept(failure);
            made.handled = true;
            made.fail(failure);
          }
        });
    return made;
  }

  /** Returns a stage for this value, or for what a function makes of the failure in its place. */
  public Stage<T> recover(Function<? super Throwable, ? extends T> function) {
    Stage<T> made = new Stage<>();
    listen(
        new StageFunction(made) {
          @Override
          void applyFailure(Throwable failure) {
            made.complete(function.apply(failure));
          }
        });
    return made;
  }

  /**
   * Returns a stage for this value, or for that of the stage that a function makes of the failure
   * in its place.
   */
  public Stage<T> recoverWith(Function<? super Throwable, ? extends Stage<? extends T>> function) {
    Stage<T> made = new Stage<>();
    listen(
        new StageFunction(made) {
          @Override
          void applyFailure(Throwable failure) {
            function.apply(failure).passTo(made);
          }
        });
    return made;
  }

  /**
   * Returns a stage for this value that fails when it has not come in time: {@link #timeoutMillis}.
   */
  @Callback("proxy_on_tick")
  public Stage<T> timeout(Duration duration) {
    return timeoutMillis((int) Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  /**
   * Returns a stage for this value that fails with a {@link StageTimeoutException} when it has not
   * come in time. What is under way is not cancelled, only no longer waited for. The time is
   * measured as {@link #delayMillis} does; a single callout has a timeout of its own, which is
   * cheaper.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  @Callback("proxy_on_tick")
  public Stage<T> timeoutMillis(int milliseconds) {
    Stage<T> made = new Stage<>();
    if (state == OPEN) {
      Timers.start(milliseconds, made, () -> made.fail(new StageTimeoutException(milliseconds)));
    }
    passTo(made);
    return made;
  }

  /** Returns whether it is complete or has failed. */
  public boolean isOver() {
    return state != OPEN;
  }

  /** Completes it, if it is not over. */
  void complete(T value) {
    completeWith(value);
  }

  void completeWith(@Nullable Object value) {
    if (state == OPEN) {
      state = DONE;
      result = first == null ? Kept.of(value) : value;
      tell();
    }
  }

  /** Makes it fail, if it is not over. */
  void fail(Throwable failure) {
    if (state == OPEN) {
      state = FAILED;
      result = failure;
      Unhandled.watch(this);
      tell();
    }
  }

  /** Returns the failure that nobody cares for, if there is one. */
  @Nullable Throwable unhandledFailure() {
    return handled
            || !(result instanceof Throwable failure)
            || failure instanceof StreamGoneException
        ? null
        : failure;
  }

  private void tell() {
    StageListener listener = first;
    first = null;
    last = null;
    while (listener != null) {
      StageListener next = listener.next;
      tell(listener);
      listener = next;
    }
  }

  private void tell(StageListener listener) {
    if (state == FAILED && result instanceof Throwable failure) {
      listener.failed(failure);
    } else {
      listener.completed(result);
    }
  }

  void listen(StageListener listener) {
    handled = true;
    if (state != OPEN) {
      tell(listener);
    } else if (last == null) {
      first = listener;
      last = listener;
    } else {
      last.next = listener;
      last = listener;
    }
  }

  /** Whatever comes of this comes of another stage. */
  void passTo(Stage<?> other) {
    listen(
        new StageListener() {
          @Override
          void completed(@Nullable Object value) {
            other.completeWith(value);
          }

          @Override
          void failed(Throwable failure) {
            other.fail(failure);
          }
        });
  }

  /** What it is by the types of those who made the stages. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private static <T extends @Nullable Object> T cast(@Nullable Object value) {
    return (T) value;
  }

  /** Says whether it is complete and with what, or has failed and why, for messages and tests. */
  @Override
  public String toString() {
    return state == OPEN
        ? "a stage that is not complete"
        : (state == DONE ? "a stage with " : "a stage that failed: ") + result;
  }

  @Override
  int forHeaders(StreamContext stream, int direction, String callback) {
    return await(new Waiting(stream, direction, callback, false));
  }

  @Override
  int forData(StreamContext stream, int direction, String callback) {
    return await(new Waiting(stream, direction, callback, true));
  }

  private int await(Waiting waiting) {
    listen(waiting);
    return waiting.answer();
  }
}
