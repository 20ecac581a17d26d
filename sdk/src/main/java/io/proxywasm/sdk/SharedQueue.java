package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A queue through which VMs of the host, of other plugins too, send each other messages. One VM
 * takes them out: the one that registered the queue last. Any may put in. Not before {@link
 * VmContext#onStart}.
 */
public final class SharedQueue {
  private final int id;

  SharedQueue(int id) {
    this.id = id;
  }

  /**
   * Returns the queue of a name in the own vm_id, which is made where it is new; {@link
   * PluginContext#onQueueReady} of the current plugin in this VM is called for it from now on, and
   * of no other, until another one registers it: {@code proxy_register_shared_queue}.
   *
   * <p>In Envoy (seen: 1.40) a plugin in a VM of its own that registers a queue and then refuses
   * its configuration stays the one that is told, though it is gone; messages wait in the queue
   * until it is registered once more. So register last in {@link PluginContext#onConfigure}.
   */
  @Callback("proxy_on_queue_ready")
  public static SharedQueue register(String name) {
    return new SharedQueue(Host.calls().registerSharedQueue(name));
  }

  /**
   * Returns the queue of a name that a plugin of another vm_id has registered, or null if none has
   * (yet): {@code proxy_resolve_shared_queue}.
   *
   * @param vmId the vm_id of that plugin in the configuration of the host; an empty one means the
   *     own
   */
  public static @Nullable SharedQueue resolve(String vmId, String name) {
    int id = Host.calls().resolveSharedQueue(vmId, name);
    return id < 0 ? null : new SharedQueue(id);
  }

  /** Returns the id of the queue in the ABI. */
  public int id() {
    return id;
  }

  /**
   * Puts a message in at the end: {@code proxy_enqueue_shared_queue}.
   *
   * @throws HostcallException if the queue is not there any more (NOT_FOUND)
   */
  public void enqueue(Bytes message) {
    Host.calls().enqueue(id, message);
  }

  /**
   * Puts a text in at the end, in UTF-8: {@code proxy_enqueue_shared_queue}.
   *
   * @throws HostcallException if the queue is not there any more (NOT_FOUND)
   */
  public void enqueue(String message) {
    enqueue(Bytes.utf8(message));
  }

  /**
   * Takes out the first message, or returns null if there is none; valid until the callback
   * returns: {@code proxy_dequeue_shared_queue}.
   *
   * @throws HostcallException if the queue is not there any more (NOT_FOUND)
   */
  public @Nullable Bytes dequeue() {
    return Host.calls().dequeue(id);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedQueue queue && queue.id == id;
  }

  @Override
  public int hashCode() {
    return id;
  }
}
