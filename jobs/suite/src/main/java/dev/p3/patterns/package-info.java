/** The pattern jobs: one package for each rule; packages never import each other. */
package dev.p3.patterns;
