package io.proxywasm.proxy.config;

/** Makes something of a message. All fields that it does not ask for are refused. */
@FunctionalInterface
interface MessageReader<T> {
  T read(MessageInput message);
}
