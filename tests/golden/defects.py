"""Fields of the golden rows that the code still gets wrong: (file, record, column) -> what is wrong.

Their expectation holds what is right; each is a strict xfail, so that whoever mends one takes it off this list.
"""

DEFECTS: dict[tuple[str, str, str], str] = {
    ("html_plain.html", "", "text_begins"): "the byline is taken for text",
    ("html_plain.html", "", "words"): "the byline is taken for text",
    ("page.warc", "#1", "text_begins"): "the byline is taken for text",
    ("page.warc", "#1", "words"): "the byline is taken for text",
    ("dump_caption_twice_sidebar_dates.txt", "", "authors"): "a name alone on a line below the date is no author",
}
