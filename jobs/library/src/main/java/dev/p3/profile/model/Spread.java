package dev.p3.profile.model;

/** How values are distributed; exact up to 1,000 values, estimated from as many beyond. */
public record Spread(
    long count, double min, double p25, double median, double p75, double p95, double max) {}
