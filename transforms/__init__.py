"""The stages of wiretrace, in the order of the data: read, normalize, fingerprint, match, cluster, write.

In each stage a PTransform wires and plain functions beside it think; the functions are tested without Beam.
"""
