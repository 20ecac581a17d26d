package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedStateTest {
  private static final SharedState.QueueConsumer NOBODY = id -> {};

  private final SharedState state = new SharedState();
  private final Output out = new Output();

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private Status set(String vmId, String key, String value, int cas) {
    return Status.of(state.setData(vmId, key, bytes(value), cas));
  }

  private Status get(String vmId, String key) {
    return Status.of(state.getData(vmId, key, out));
  }

  private String text() {
    return new String(out.toByteArray(), UTF_8);
  }

  @Test
  void shouldGiveBackWhatWasSetWithItsCasWhenAsked() {
    assertThat(set("vm", "key", "value", 0)).isEqualTo(Status.OK);

    assertThat(get("vm", "key")).isEqualTo(Status.OK);
    assertThat(text()).isEqualTo("value");
    assertThat(out.number()).isEqualTo(1);
  }

  @Test
  void shouldNotFindAKeyWhenItWasSetUnderAnotherVmId() {
    set("one", "key", "value", 0);

    assertThat(get("two", "key")).isEqualTo(Status.NOT_FOUND);
    assertThat(get("one", "other")).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void shouldSetWithoutConditionWhenCasIsZero() {
    set("vm", "key", "one", 0);

    assertThat(set("vm", "key", "two", 0)).isEqualTo(Status.OK);
    get("vm", "key");
    assertThat(text()).isEqualTo("two");
  }

  @Test
  void shouldRefuseWhenTheValueWasChangedSinceItWasRead() {
    set("vm", "key", "one", 0);
    get("vm", "key");
    int cas = (int) out.number();

    assertThat(set("vm", "key", "two", cas)).isEqualTo(Status.OK);
    assertThat(set("vm", "key", "three", cas)).isEqualTo(Status.CAS_MISMATCH);
    get("vm", "key");
    assertThat(text()).isEqualTo("two");
  }

  @Test
  void shouldIgnoreTheCasWhenTheKeyIsAbsent() {
    assertThat(set("vm", "key", "value", 77)).isEqualTo(Status.OK);
  }

  @Test
  void shouldTakeCasValuesFromOneCounterWhenKeysAndVmIdsDiffer() {
    set("one", "a", "", 0);
    set("two", "b", "", 0);
    set("one", "c", "", 0);

    get("two", "b");
    assertThat(out.number()).isEqualTo(2);
    get("one", "c");
    assertThat(out.number()).isEqualTo(3);
  }

  @Test
  void shouldKeepAnEmptyValueWhenThereIsNone() {
    set("vm", "key", "value", 0);

    assertThat(state.setData("vm", "key", null, 0)).isEqualTo(Status.OK.code());
    assertThat(get("vm", "key")).isEqualTo(Status.OK);
    assertThat(out.size()).isZero();
  }

  @Test
  void shouldDeleteDataAndQueuesWhenTheLastVmOfTheirVmIdIsGone() {
    state.acquire("vm");
    state.acquire("vm");
    state.acquire("other");
    set("vm", "key", "value", 0);
    set("other", "key", "value", 0);
    int queue = state.registerQueue("vm", "queue", NOBODY);

    state.release("vm");
    assertThat(get("vm", "key")).isEqualTo(Status.OK);

    state.release("vm");
    assertThat(get("vm", "key")).isEqualTo(Status.NOT_FOUND);
    assertThat(state.resolveQueue("vm", "queue")).isZero();
    assertThat(state.enqueue(queue, bytes("x"))).isEqualTo(Status.NOT_FOUND.code());
    assertThat(state.dequeue(queue, out)).isEqualTo(Status.NOT_FOUND.code());
    assertThat(get("other", "key")).isEqualTo(Status.OK);
  }

  @Test
  void shouldLoseNoUpdateWhenSeveralThreadsIncrementByCas() throws Exception {
    int threads = 4;
    int increments = 25_000;
    set("vm", "n", "0", 0);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      done.add(executor.submit(() -> increment(increments)));
    }
    for (Future<?> future : done) {
      future.get();
    }
    executor.shutdown();

    get("vm", "n");
    assertThat(text()).isEqualTo("100000");
  }

  private void increment(int times) {
    Output mine = new Output();
    for (int i = 0; i < times; i++) {
      byte[] next;
      do {
        state.getData("vm", "n", mine);
        next = bytes(String.valueOf(Integer.parseInt(new String(mine.toByteArray(), UTF_8)) + 1));
      } while (state.setData("vm", "n", next, (int) mine.number()) != Status.OK.code());
    }
  }

  @Test
  void shouldGiveEntriesInTheirOrderWhenTheyAreTaken() {
    int queue = state.registerQueue("vm", "queue", NOBODY);

    assertThat(queue).isEqualTo(1);
    state.enqueue(queue, bytes("one"));
    state.enqueue(queue, bytes("two"));
    assertThat(state.dequeue(queue, out)).isEqualTo(Status.OK.code());
    assertThat(text()).isEqualTo("one");
    assertThat(state.dequeue(queue, out)).isEqualTo(Status.OK.code());
    assertThat(text()).isEqualTo("two");
    assertThat(state.dequeue(queue, out)).isEqualTo(Status.EMPTY.code());
  }

  @Test
  void shouldKeepEntriesAndTellTheNewConsumerWhenAQueueIsRegisteredAgain() {
    List<String> told = new ArrayList<>();
    int queue = state.registerQueue("vm", "queue", id -> told.add("first " + id));
    state.enqueue(queue, bytes("one"));

    assertThat(state.registerQueue("vm", "queue", id -> told.add("second " + id))).isEqualTo(queue);
    state.enqueue(queue, bytes("two"));

    assertThat(told).containsExactly("first 1", "second 1");
    state.dequeue(queue, out);
    assertThat(text()).isEqualTo("one");
  }

  @Test
  void shouldTellTheConsumerBeforeWhenTheLastOneIsWithdrawn() {
    List<String> told = new ArrayList<>();
    SharedState.QueueConsumer first = id -> told.add("first");
    SharedState.QueueConsumer second = id -> told.add("second");
    SharedState.QueueConsumer third = id -> told.add("third");
    int queue = state.registerQueue("vm", "queue", first);
    state.registerQueue("vm", "queue", second);
    state.registerQueue("vm", "queue", third);
    state.withdraw(queue, second);
    state.enqueue(queue, bytes("one"));
    state.enqueue(queue, bytes("two"));
    assertThat(told).containsExactly("third", "third");

    state.withdraw(queue, third);
    assertThat(told).containsExactly("third", "third", "first", "first");
    state.enqueue(queue, bytes("three"));
    assertThat(told).endsWith("third", "first", "first", "first").hasSize(5);

    state.withdraw(queue, first);
    assertThat(state.enqueue(queue, bytes("four"))).isEqualTo(Status.OK.code());
    assertThat(told).hasSize(5);
    state.registerQueue("vm", "queue", second);
    state.enqueue(queue, bytes("five"));
    assertThat(told).endsWith("first", "second").hasSize(6);
  }

  @Test
  void shouldTellAConsumerOnceWhenItRegistersAgain() {
    List<String> told = new ArrayList<>();
    SharedState.QueueConsumer consumer = id -> told.add("told");
    int queue = state.registerQueue("vm", "queue", consumer);
    state.registerQueue("vm", "queue", consumer);
    state.enqueue(queue, bytes("one"));
    state.withdraw(queue, consumer);
    assertThat(told).containsExactly("told");
  }

  @Test
  void shouldResolveAQueueByVmIdAndNameWhenItIsThere() {
    int one = state.registerQueue("one", "queue", NOBODY);
    int two = state.registerQueue("two", "queue", NOBODY);

    assertThat(two).isNotEqualTo(one);
    assertThat(state.resolveQueue("two", "queue")).isEqualTo(two);
    assertThat(state.resolveQueue("two", "other")).isZero();
    assertThat(state.resolveQueue("three", "queue")).isZero();
  }

  @Test
  void shouldNotFindAQueueWhenNobodyMadeIt() {
    assertThat(state.enqueue(0, bytes("x"))).isEqualTo(Status.NOT_FOUND.code());
    assertThat(state.dequeue(-1, out)).isEqualTo(Status.NOT_FOUND.code());
  }

  @Test
  void shouldGiveEachEntryOnceWhenManyThreadsPutAndTake() throws Exception {
    AtomicInteger told = new AtomicInteger();
    int queue = state.registerQueue("vm", "queue", id -> told.incrementAndGet());
    ExecutorService executor = Executors.newFixedThreadPool(4);
    List<Future<?>> puts = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int thread = t;
      puts.add(
          executor.submit(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  state.enqueue(queue, bytes(thread + "/" + i));
                }
              }));
    }
    for (Future<?> put : puts) {
      put.get();
    }
    executor.shutdown();

    Set<String> taken = new HashSet<>();
    while (state.dequeue(queue, out) == Status.OK.code()) {
      taken.add(text());
    }
    assertThat(taken).hasSize(4000);
    assertThat(told).hasValue(4000);
  }

  @Test
  void shouldRefuseMoreWhenAVmIdIsFullAndTakeMoreWhenSomethingWasTakenOut() {
    SharedState small = new SharedState(1000);
    assertThat(small.setData("vm", "key", new byte[500], 0)).isEqualTo(Status.OK.code());
    assertThat(small.setData("vm", "other", new byte[500], 0))
        .isEqualTo(Status.INTERNAL_FAILURE.code());
    assertThat(small.setData("vm2", "other", new byte[500], 0)).isEqualTo(Status.OK.code());

    assertThat(small.setData("vm", "key", new byte[10], 0)).isEqualTo(Status.OK.code());
    int queue = small.registerQueue("vm", "queue", NOBODY);
    assertThat(small.enqueue(queue, new byte[500])).isEqualTo(Status.OK.code());
    assertThat(small.enqueue(queue, new byte[500])).isEqualTo(Status.INTERNAL_FAILURE.code());
    small.dequeue(queue, out);
    assertThat(small.enqueue(queue, new byte[500])).isEqualTo(Status.OK.code());
  }
}
