/**
 * Makes the generated stubs of {@code dev.topgun.v1} pleasant: a connection with a bearer token, native values to and from
 * {@code Value}, records from their bytes, reasons of errors, and repeats that change nothing twice.
 */
package dev.topgun;
