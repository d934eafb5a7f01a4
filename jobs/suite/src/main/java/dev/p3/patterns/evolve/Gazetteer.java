package dev.p3.patterns.evolve;

import dev.p3.scope.PerExecutor;

/**
 * The scope of a search: the places in the form that a rung needs, built once by each executor from
 * their coordinates.
 *
 * @param places what is searched
 * @param <P> a form of the places
 */
public record Gazetteer<P>(PerExecutor<P> places) {}
