"""Fields of the golden rows that the code still gets wrong: (file, record, column) -> what is wrong.

Their expectation holds what is right; each is a strict xfail, so that whoever mends one takes it off this list.
"""

DEFECTS: dict[tuple[str, str, str], str] = {}
