/**
 * A profile as it is written to {@code profile.json}: records of plain values, without behaviour
 * but for looking things up. Read and written by {@link dev.p3.profile.model.RunProfile}.
 *
 * <p>Times are seconds since the start of the profile, bytes are bytes, shares lie between 0 and 1.
 * Names in the file are those of the components in snake_case. A component may be added without a
 * new version of the schema; readers pass over what they do not know.
 */
package dev.p3.profile.model;
