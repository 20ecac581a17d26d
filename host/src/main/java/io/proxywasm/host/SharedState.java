package io.proxywasm.host;

import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Output;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shared data and shared queues of all VMs of one host, kept apart by vm_id as in Envoy: both live
 * as long as a VM with their vm_id. Thread-safe; no method waits for another thread's guest.
 *
 * <p>Methods that end a hostcall return the number of a {@link Status}. Byte arrays that come in
 * are kept, and those that go out are the kept ones: nobody changes them.
 */
final class SharedState {
  /** What all data and queues of one vm_id may hold, with their keys. Envoy has no limit here. */
  static final long DEFAULT_MAX_BYTES_PER_VM_ID = 1L << 30;

  /** What a map entry or queue entry costs beside its bytes. */
  private static final int ENTRY_OVERHEAD = 64;

  private static final byte[] NOTHING = {};

  /** Who is told of the entries of a queue. Called on the thread that puts them in. */
  interface QueueConsumer {
    /** There is one more entry; the consumer posts to its own loop. */
    void onQueueReady(int queueId);
  }

  private final long maxBytesPerVmId;
  private final Map<String, Space> spaces = new ConcurrentHashMap<>();
  private final Map<Integer, SharedQueue> queues = new ConcurrentHashMap<>();
  private final AtomicInteger nextCas = new AtomicInteger(1);
  private final AtomicInteger nextQueueId = new AtomicInteger(1);

  SharedState() {
    this(DEFAULT_MAX_BYTES_PER_VM_ID);
  }

  SharedState(long maxBytesPerVmId) {
    this.maxBytesPerVmId = maxBytesPerVmId;
  }

  /** Counts one more VM of a vm_id. */
  void acquire(String vmId) {
    spaces.compute(
        vmId,
        (id, present) -> {
          Space space = present == null ? new Space() : present;
          space.vms++;
          return space;
        });
  }

  /** Counts one VM less; with the last one, all data and queues of the vm_id are deleted. */
  void release(String vmId) {
    spaces.computeIfPresent(
        vmId,
        (id, space) -> {
          space.vms--;
          if (space.vms > 0) {
            return space;
          }
          space.queues.values().forEach(queue -> queues.remove(queue.id, queue));
          return null;
        });
  }

  /**
   * Sets a value. No value is an empty one, as in Envoy: the ABI cannot delete a key.
   *
   * @param cas 0, or the number that the value must still have; without meaning for an absent key
   */
  int setData(String vmId, String key, byte @Nullable [] value, int cas) {
    Space space = space(vmId);
    byte[] bytes = value == null ? NOTHING : value;
    while (true) {
      Entry old = space.data.get(key);
      if (old != null && cas != 0 && cas != old.cas) {
        return Status.CAS_MISMATCH.code();
      }
      long growth = old == null ? cost(key, bytes) : (long) bytes.length - old.value.length;
      if (!space.grow(growth, maxBytesPerVmId)) {
        return Status.INTERNAL_FAILURE.code();
      }
      Entry entry = new Entry(bytes, newCas());
      boolean done =
          old == null
              ? space.data.putIfAbsent(key, entry) == null
              : space.data.replace(key, old, entry);
      if (done) {
        return Status.OK.code();
      }
      space.shrink(growth);
    }
  }

  private int newCas() {
    int cas = nextCas.getAndIncrement();
    return cas != 0 ? cas : nextCas.getAndIncrement();
  }

  /** Gives a value and, as the number, its CAS. */
  int getData(String vmId, String key, Output out) {
    Space space = spaces.get(vmId);
    Entry entry = space == null ? null : space.data.get(key);
    if (entry == null) {
      return Status.NOT_FOUND.code();
    }
    out.bytes(entry.value);
    out.number(entry.cas & 0xFFFF_FFFFL);
    return Status.OK.code();
  }

  /**
   * Makes a queue, or takes over one that is there: its entries stay, the consumer is another,
   * until {@link #withdraw}.
   *
   * @return the queue's id, or 0 when the vm_id has no room for one more
   */
  int registerQueue(String vmId, String name, QueueConsumer consumer) {
    Space space = space(vmId);
    SharedQueue queue =
        space.queues.computeIfAbsent(
            name,
            n -> {
              if (!space.grow(ENTRY_OVERHEAD + n.length(), maxBytesPerVmId)) {
                return null;
              }
              SharedQueue made = new SharedQueue(newQueueId(), space);
              queues.put(made.id, made);
              return made;
            });
    if (queue == null) {
      return 0;
    }
    queue.add(consumer);
    return queue.id;
  }

  /**
   * Takes back what a consumer has registered. The one before it is told of what is in the queue,
   * so that a VM that was only tried, or has gone, takes no messages away. (Envoy forgets the one
   * before.)
   */
  void withdraw(int id, QueueConsumer consumer) {
    SharedQueue queue = queues.get(id);
    if (queue != null) {
      queue.remove(consumer);
    }
  }

  private int newQueueId() {
    int id;
    do {
      id = nextQueueId.getAndIncrement();
    } while (id == 0 || queues.containsKey(id));
    return id;
  }

  /** The id of a queue, or 0. */
  int resolveQueue(String vmId, String name) {
    Space space = spaces.get(vmId);
    SharedQueue queue = space == null ? null : space.queues.get(name);
    return queue == null ? 0 : queue.id;
  }

  /** Puts an entry at the end of a queue of whatever vm_id and tells the queue's consumer. */
  int enqueue(int id, byte[] value) {
    SharedQueue queue = queues.get(id);
    if (queue == null) {
      return Status.NOT_FOUND.code();
    }
    if (!queue.space.grow(value.length + ENTRY_OVERHEAD, maxBytesPerVmId)) {
      return Status.INTERNAL_FAILURE.code();
    }
    QueueConsumer consumer = queue.put(value);
    if (consumer != null) {
      consumer.onQueueReady(id);
    }
    return Status.OK.code();
  }

  /** Takes the first entry out of a queue of whatever vm_id. */
  int dequeue(int id, Output out) {
    SharedQueue queue = queues.get(id);
    if (queue == null) {
      return Status.NOT_FOUND.code();
    }
    byte[] value = queue.take();
    if (value == null) {
      return Status.EMPTY.code();
    }
    queue.space.shrink(value.length + ENTRY_OVERHEAD);
    out.bytes(value);
    return Status.OK.code();
  }

  private Space space(String vmId) {
    Space space = spaces.get(vmId);
    return space != null ? space : spaces.computeIfAbsent(vmId, id -> new Space());
  }

  private static long cost(String key, byte[] value) {
    return (long) ENTRY_OVERHEAD + key.length() + value.length;
  }

  /** All of one vm_id. */
  private static final class Space {
    final Map<String, Entry> data = new ConcurrentHashMap<>();
    final Map<String, SharedQueue> queues = new ConcurrentHashMap<>();
    final AtomicLong bytes = new AtomicLong();

    /** Changed only inside of the map's own lock. */
    int vms;

    boolean grow(long growth, long max) {
      if (growth == 0) {
        return true;
      }
      if (bytes.addAndGet(growth) > max && growth > 0) {
        bytes.addAndGet(-growth);
        return false;
      }
      return true;
    }

    void shrink(long growth) {
      if (growth != 0) {
        bytes.addAndGet(-growth);
      }
    }
  }

  /** A value and its CAS; compared by identity, so that a replacement is one of exactly this. */
  private static final class Entry {
    final byte[] value;
    final int cas;

    Entry(byte[] value, int cas) {
      this.value = value;
      this.cas = cas;
    }
  }

  private static final class SharedQueue {
    final int id;
    final Space space;
    private final Queue<byte[]> entries = new ArrayDeque<>(4);

    /** All that have registered, the last one first: it is told. */
    private final Deque<QueueConsumer> consumers = new ArrayDeque<>(2);

    SharedQueue(int id, Space space) {
      this.id = id;
      this.space = space;
    }

    synchronized void add(QueueConsumer consumer) {
      consumers.remove(consumer);
      consumers.addFirst(consumer);
    }

    void remove(QueueConsumer consumer) {
      QueueConsumer next;
      int waiting;
      synchronized (this) {
        boolean told = consumers.peekFirst() == consumer;
        consumers.remove(consumer);
        next = told ? consumers.peekFirst() : null;
        waiting = entries.size();
      }
      for (int i = 0; i < waiting && next != null; i++) {
        next.onQueueReady(id);
      }
    }

    /** Returns who is to be told. */
    synchronized @Nullable QueueConsumer put(byte[] value) {
      entries.add(value);
      return consumers.peekFirst();
    }

    synchronized byte @Nullable [] take() {
      return entries.poll();
    }
  }
}
