package io.proxywasm.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTimersTest {
  private EventLoops loops;
  private NettyEventLoop loop;

  @BeforeEach
  void start() {
    loops = EventLoops.start(1);
    loop = loops.workers().get(0);
  }

  @AfterEach
  void stop() {
    loops.close();
  }

  private static LoopTimers.Timer timer(Runnable action) {
    return new LoopTimers.Timer() {
      @Override
      protected void fire() {
        action.run();
      }
    };
  }

  @Test
  void shouldFireNotTooEarlyWhenTheTimeHasCome() throws Exception {
    AtomicLong late = new AtomicLong(-1);
    CountDownLatch done = new CountDownLatch(1);
    long delay = TimeUnit.MILLISECONDS.toNanos(30);
    loop.execute(
        () -> {
          long start = System.nanoTime();
          loop.timers()
              .start(
                  timer(
                      () -> {
                        late.set(System.nanoTime() - start - delay);
                        done.countDown();
                      }),
                  delay);
        });
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(late.get()).isNotNegative();
  }

  @Test
  void shouldFireTheOthersWhenSomeAreStoppedOrFail() throws Exception {
    CountDownLatch done = new CountDownLatch(100);
    CountDownLatch wrong = new CountDownLatch(1);
    loop.execute(
        () -> {
          for (int i = 0; i < 100; i++) {
            LoopTimers.Timer stopped = timer(wrong::countDown);
            long delay = TimeUnit.MILLISECONDS.toNanos(i % 20);
            loop.timers().start(stopped, delay);
            loop.timers()
                .start(
                    timer(
                        () -> {
                          done.countDown();
                          throw new IllegalStateException("a timer that fails");
                        }),
                    delay);
            stopped.stop();
            assertThat(stopped.isRunning()).isFalse();
          }
        });
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong.getCount()).isEqualTo(1);
  }

  @Test
  void shouldFireOnceWhenItIsStartedAnew() throws Exception {
    AtomicLong fired = new AtomicLong();
    CountDownLatch later = new CountDownLatch(1);
    loop.execute(
        () -> {
          LoopTimers.Timer timer = timer(fired::incrementAndGet);
          for (int i = 0; i < 10; i++) {
            loop.timers().start(timer, TimeUnit.MILLISECONDS.toNanos(10 + i));
          }
          loop.timers().start(timer(later::countDown), TimeUnit.MILLISECONDS.toNanos(100));
        });
    assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(fired.get()).isEqualTo(1);
  }
}
