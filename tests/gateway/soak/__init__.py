"""A filter under mixed load for as long as is wanted: `make soak`. No test of `make test`."""
