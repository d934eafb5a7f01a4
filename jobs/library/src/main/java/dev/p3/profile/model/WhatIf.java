package dev.p3.profile.model;

/**
 * How long the same tasks would take on another number of executors.
 *
 * @param cores of all executors
 * @param busyShare of them, on average
 */
public record WhatIf(int executors, int cores, double seconds, double busyShare) {}
