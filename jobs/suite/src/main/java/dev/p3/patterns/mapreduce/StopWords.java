package dev.p3.patterns.mapreduce;

import java.util.Set;

/** The scope of a word count: tokens not to count. */
public record StopWords(Set<String> tokens) {}
