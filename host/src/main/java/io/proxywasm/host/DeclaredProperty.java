package io.proxywasm.host;

/**
 * What a plugin said of a property before it set it, by the foreign function {@code
 * declare_property}.
 *
 * @param readOnly whether it can be set once only
 * @param span how long it is kept
 */
record DeclaredProperty(boolean readOnly, FilterState.LifeSpan span) {}
