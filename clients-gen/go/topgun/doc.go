// Package topgun makes the generated stubs of package topgunv1 pleasant: a connection with a bearer token, native Go values
// to and from Value, records from their bytes, reasons of errors, and repeats that change nothing twice.
package topgun
