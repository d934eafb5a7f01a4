/** What people and programs read on a terminal: tables of text, previews, CSV and JSON. */
package dev.p3.console;
