package io.proxywasm.proxy.config;

/** What is at the end of a chain of network filters. */
public sealed interface TerminalFilter permits HttpConnectionManager, TcpProxy {}
