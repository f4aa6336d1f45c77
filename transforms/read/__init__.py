"""Read: inputs -> units of work -> raw documents."""
