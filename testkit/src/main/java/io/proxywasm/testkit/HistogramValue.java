package io.proxywasm.testkit;

/**
 * What a histogram of a plugin has got.
 *
 * @param count how many values
 * @param sum their sum
 */
public record HistogramValue(long count, double sum) {}
