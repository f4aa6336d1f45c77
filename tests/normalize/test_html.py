from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.html import PageOptions, decode, fragment_text, page_titles, read_page
from transforms.records import Unreadable

URL = "https://www.harbordaily.com/2024/03/05/ferry-aground"
STANDFIRST = "Forty passengers spent the night on board and were taken ashore by the lifeboat at first light."
PARAGRAPHS = [
    "The ferry Northern Lantern ran onto the sandbank off Skerry Point shortly after ten on Tuesday evening, in fog.",
    "Nobody was hurt, said the harbour master, Ines Varga, who had watched the lights of the ship from the pier.",
    "The owners want to tow her free with the spring tide on Saturday, and divers are to look at the hull before that.",
    "“She is a tough old ship,” said the mate, who has served on the Lantern for nineteen of her thirty-one years.",
]
FURNITURE = [
    "Sign up for our evening letter and have the five best stories of the islands in your inbox each night at eight.",
    "A reader writes: I have taken this ferry for years and I am not in the least surprised that this has happened.",
    "Council votes to close the swimming pool for a year while the roof is mended and the changing rooms are rebuilt.",
    "The Northern Lantern in the fog off Skerry Point on Wednesday morning, seen from the lighthouse of the island.",
]


def make_page(head: str = "", body: str | None = None) -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    if body is None:
        body = f"""
        <header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
        <main><article><h1>Ferry aground off Skerry Point</h1>
          <p class="standfirst">{STANDFIRST}</p>
          <div class="byline">By <a href="/mara">Mara Quill</a></div><div class="date">5 March 2024</div>
          <figure><img src="a.jpg"><figcaption>{FURNITURE[3]}</figcaption></figure>
          <div class="article-body">{paragraphs}
            <div class="newsletter-box"><p>{FURNITURE[0]}</p></div></div></article>
          <section class="comments"><p>{FURNITURE[1]}</p><p>{FURNITURE[1]} Really.</p></section>
          <aside><h2>More</h2><a href="/pool">{FURNITURE[2]}</a></aside></main>
        <footer>© 2024 Cable Isle Network</footer>"""
    return f"""<!doctype html><html lang="en"><head><title>Ferry aground off Skerry Point | Harbor Daily</title>
        <meta property="og:site_name" content="Harbor Daily">{head}</head><body>{body}</body></html>"""


@pytest.mark.parametrize("extraction", ["fast", "balanced", "thorough"])
def test_the_article_and_nothing_else(extraction: str) -> None:
    draft = read_page(make_page(), url=URL, options=PageOptions(extraction))
    assert draft.text == "\n\n".join([STANDFIRST, *PARAGRAPHS])
    assert draft.title == "Ferry aground off Skerry Point"
    assert draft.authors == ["Mara Quill"]
    assert draft.published is not None
    assert (draft.published.at.isoformat(), draft.published.precision) == ("2024-03-05T00:00:00+00:00", "day")
    assert draft.language == "en"
    assert draft.evidence["site_name"] == "Harbor Daily"
    assert draft.site is None
    assert "© 2024 Cable Isle Network" in draft.tail
    assert draft.credits == []


def test_what_the_page_declares_wins_over_what_it_shows() -> None:
    node = {
        "@type": "NewsArticle",
        "datePublished": "2024-03-05T23:30:00-05:00",
        "author": [{"@type": "Person", "name": "Mara Quill"}, {"@type": "Person", "name": "Jonas Feld"}],
        "articleBody": " ".join(PARAGRAPHS),
    }
    draft = read_page(make_page(f'<script type="application/ld+json">{json.dumps(node)}</script>'), url=URL)
    assert draft.authors == ["Mara Quill", "Jonas Feld"]
    assert draft.published is not None
    assert draft.published.at.isoformat() == "2024-03-06T04:30:00+00:00"
    assert draft.published.evidence.startswith("json-ld datePublished")
    assert draft.evidence["text"] == "json-ld articleBody"
    assert draft.text.endswith(PARAGRAPHS[-1])


def test_a_heading_in_a_path_of_links_is_no_headline() -> None:
    path = '<ol><li><a href="/">Home</a></li><li><h1>Ferry Lantern: all you need to know</h1></li></ol>'
    article = f"<article><h2>Ferry aground off Skerry Point</h2>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>"
    head = '<meta property="og:title" content="Ferry aground off Skerry Point">'
    page = make_page(head, path + article)
    assert read_page(page, url=URL).title == "Ferry aground off Skerry Point"
    assert page_titles(page)[0][0] == ("path", "Ferry Lantern: all you need to know")
    # Look-alike: the path stands beside the heading.
    page = make_page(head, f"<div>{path.replace('h1', 'b')}<h1>Ferry Lantern: all you need to know</h1></div>{article}")
    assert page_titles(page)[0][0] == ("h1", "Ferry Lantern: all you need to know")


def test_a_headline_that_the_page_shows_parts_the_title_from_a_name_that_nobody_declares() -> None:
    body = "<h2>Skerry Sentinel</h2><b>Ferry aground off Skerry Point</b>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    page = "<html><head><title>{}</title></head><body>" + body + "</body></html>"
    assert read_page(page.format("Ferry aground off Skerry Point - Skerry Sentinel")).title == (
        "Ferry aground off Skerry Point"
    )
    # Look-alikes: the part that is shown is no line of its own, or the shorter one.
    for title in (
        "Ferry aground off Skerry - what we know so far",
        "Skerry Sentinel - Ferry aground off Skerry Point!",
    ):
        assert read_page(page.format(title)).title == title


def test_how_to_reach_the_reporter_is_no_text_at_the_end_of_a_page() -> None:
    page = _page_of("", "<p>Mara Quill can be reached at mara@skerry.example.</p>")
    assert read_page(page, url=URL).text == read_page(_page_of(), url=URL).text
    page = _page_of("<p>Then she wrote to mara@skerry.example.</p>")
    assert "mara@" in read_page(page, url=URL).text


def test_notes_between_paragraphs_are_no_text() -> None:
    notes = [
        "Share this article",
        "Sign up for our newsletter and get the latest in your inbox",
        "Share prices fell, too.",
        '<a href="/f">Read more: Farm stand robbed twice</a>',
    ]
    inside = "".join(f"<p>{n}</p>" for n in notes)
    assert read_page(_page_of("", inside + f"<p>{FURNITURE[3]}</p>"), url=URL).text == (
        "\n\n".join([*PARAGRAPHS, notes[2], FURNITURE[3]])
    )


@pytest.mark.parametrize(
    "line",
    [
        "By Mara Quill 5 March 2024, 10:25",
        "Mara Quill | Published: 5 March 2024 | Updated: 6 March 2024",
        "Par Mara Quill Publié le 05/03/2024 à 10h25, mis à jour le 06/03/2024 à 9h00",
        "By Mara QuillUpdated 6 March 2024",
    ],
)
def test_a_byline_with_its_date(line: str) -> None:
    draft = read_page(_page_of(head="").replace("<div>", f"<section>{line}</section><div>"), url=URL)
    assert draft.authors == ["Mara Quill"]


def test_a_teaser_in_json_ld_is_not_the_article() -> None:
    node = {"@type": "NewsArticle", "articleBody": f"{PARAGRAPHS[0]} …"}
    draft = read_page(make_page(f'<script type="application/ld+json">{json.dumps(node)}</script>'), url=URL)
    assert draft.text.endswith(PARAGRAPHS[-1])


def test_a_body_cut_in_pieces_by_advertisements_is_whole() -> None:
    pieces = "".join(
        f'<div class="chunk"><div class="body-piece">{"".join(f"<p>{p}</p>" for p in half)}</div></div>'
        f'<div class="ad-slot"><p>{FURNITURE[0]}</p></div>'
        for half in (PARAGRAPHS[:2], PARAGRAPHS[2:])
    )
    draft = read_page(make_page(body=f"<h1>Ferry aground off Skerry Point</h1><article>{pieces}</article>"), url=URL)
    assert draft.text.split("\n\n") == PARAGRAPHS


def test_paragraphs_in_boxes_of_one_name_settle_the_body_and_lines_in_boxes_of_their_own_are_none_of_it() -> None:
    boxes = "".join(f'<div class="text-block"><p>{p}</p></div><div class="tool">Listen</div>' for p in PARAGRAPHS)
    page = f'<h1>Ferry aground off Skerry Point</h1><div class="grid">{boxes}<div class="when">3 hours ago</div></div>'
    draft = read_page(make_page(body=page), url=URL)
    assert draft.text.split("\n\n") == PARAGRAPHS
    assert draft.evidence["text"] == "form of the page"


def test_boxes_of_other_names_leave_the_body_to_a_second_reader() -> None:
    boxes = "".join(f'<div class="n{i}"><p>{p}</p></div>' for i, p in enumerate(PARAGRAPHS))
    draft = read_page(make_page(body=f"<h1>Ferry aground off Skerry Point</h1><article>{boxes}</article>"), url=URL)
    assert draft.text.split("\n\n") == PARAGRAPHS
    assert draft.evidence["text"] == "trafilatura fast"


def test_lists_of_links_that_trafilatura_does_not_see_are_read_all_the_same() -> None:
    boxes = "".join(f'<div class="n{i}"><p>{p}</p></div>' for i, p in enumerate(PARAGRAPHS))
    names = ("Cable Isle Network", "Sands Gazette", "Lighthouse Post")
    links = "".join(f'<div><a href="https://{n.split()[0].lower()}.com/">{n}</a></div>' for n in names)
    body = f'<h1>Ferry aground off Skerry Point</h1><article>{boxes}<div class="sources">{links}</div>After.</article>'
    draft = read_page(make_page(body=body), url=URL)
    assert draft.evidence["text"] == "trafilatura fast"
    assert [words for _, words in draft.links] == list(names)
    assert draft.text.split("\n\n") == PARAGRAPHS


def test_who_took_the_photo_is_no_author() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    body = f"<h1>Ferry aground off Skerry Point</h1><p>Photo by MARA QUILL</p><div>{paragraphs}</div>"
    assert read_page(make_page(body=body), url=URL).authors == []


def test_authors_that_are_no_people_are_kept_as_written() -> None:
    page = _page_of('<div class="byline"><a>Reuters</a></div>', head='<meta name="author" content="PTI">')
    assert read_page(page).bylines == ["PTI", "Reuters"]
    for other in ("image-credit'>Reuters", "byline'>Jo Quill, Reuters", "byline'>AA"):
        assert read_page(_page_of(f"<div class='{other}</div>")).bylines == []


@pytest.mark.parametrize("box", ["section class='comments'", "div class='related'", "aside"])
def test_what_is_said_of_another_article_or_by_a_reader_is_no_line_of_the_article(box: str) -> None:
    line = "<p>This story was first published by Cove News.</p>"
    for around, there in (("div", True), (box, False)):
        draft = read_page(_page_of(after=f"<{around}>{line}</{around.split()[0]}>"))
        assert any("Cove News" in text for text in (draft.text, *draft.tail)) is there


def test_a_quotation_between_paragraphs_is_known_as_one() -> None:
    draft = read_page(_page_of(f"<p>{PARAGRAPHS[0]}</p><blockquote><p>{PARAGRAPHS[1]} Twice.</p></blockquote>"))
    assert draft.quoted == {f"{PARAGRAPHS[1]} Twice."}


def test_an_organisation_stands_as_author_only_where_no_person_does() -> None:
    meta = '<meta name="author" content="The Associated Press">'
    body = f"<article><h1>Ferry aground off Skerry Point</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>"
    assert read_page(make_page(meta, body), url=URL).authors == ["The Associated Press"]
    assert read_page(make_page(meta), url=URL).authors == ["Mara Quill"]


def _page_of(before: str = "", after: str = "", head: str = "") -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return make_page(head, f"<h1>Ferry aground off Skerry Point</h1><div>{before}{paragraphs}{after}</div>")


@pytest.mark.parametrize(
    ("before", "after", "want"),
    [
        ("<p><b>Mara Quill</b></p>", "", ["Mara Quill"]),
        ("<p>MARA QUILL/JONAS FELD</p>", "", ["Mara Quill", "Jonas Feld"]),
        ("", "<p style='text-align:right'>Mara Quill</p>", ["Mara Quill"]),
        ("<section><span>Mara Quill | 05.03.2024 - Updated: 06.03.2024</span></section>", "", ["Mara Quill"]),
        # Look-alikes: a crosshead, a link to a topic, a place, a name that says more, a caption's box.
        ("<h3>Mara Quill</h3>", "", []),
        ("", "<p><a href='/t/quill'>Mara Quill</a></p>", []),
        ("<p>Skerry</p>", "", []),
        ("<p>Mara Quill has left the island for good.</p>", "", []),
        ("<div><p>Mara Quill</p></div>", "", []),
        ("<section><span>Mara Quill | 12 views</span></section>", "", []),
    ],
)
def test_a_line_of_names_at_the_edge_of_the_body_or_beside_a_date_is_a_byline(
    before: str, after: str, want: list[str]
) -> None:
    assert read_page(_page_of(before, after), url=URL).authors == want


def test_a_declared_author_goes_before_a_line_of_names() -> None:
    page = _page_of("<p>Mara Quill</p>", head='<meta name="author" content="Jonas Feld">')
    assert read_page(page, url=URL).authors == ["Jonas Feld"]


@pytest.mark.parametrize(
    "line",
    [
        "05.03.2024, 18:30 Uhr Stand: 06.03.2024, 07:15 Uhr",
        "Erstellt: 05.03.2024 Aktualisiert: 08.03.2024, 09:00 Uhr",
        "Posted: Tuesday, March 5, 2024 10:00 am Updated: 1:15 pm, Wed March 6, 2024",
    ],
)
def test_the_first_date_of_a_line_of_two(line: str) -> None:
    found = read_page(_page_of(f"<p>{line}</p>"), url="https://www.harbordaily.com/ferry").published
    assert found is not None
    assert found.at.date().isoformat() == "2024-03-05"


STAMP = '<time datetime="2024-03-06T08:00:00+02:00">'
OTHER = '<time class="{}" datetime="2024-03-09T09:30:00Z">9 March 2024</time>'


@pytest.mark.parametrize(
    ("before", "head", "at", "precision"),
    [
        (f"<p>{STAMP}6 March</time></p>", "", "2024-03-06T06:00:00", "second"),
        (f"<p>{STAMP}2 hours ago</time></p>", "", "2024-03-06T06:00:00", "second"),
        (f"<p>{STAMP}March 6, 2024</time></p>", "", "2024-03-06T06:00:00", "second"),
        (f"<p>{OTHER.format('updated')} {STAMP}6 March</time></p>", "", "2024-03-06T06:00:00", "second"),
        (f"<p>{STAMP}6 March</time> {OTHER.format('entry-date')}</p>", "", "2024-03-09T09:30:00", "second"),
        (f"<p>Updated {OTHER.format('')}</p><p>{STAMP}</time></p>", "", "2024-03-06T06:00:00", "second"),
        ("<p><time class='updated' datetime='2024-03-09T09:30Z'>now</time></p>", "", "2024-03-09T09:30:00", "minute"),
        # Look-alikes: times of what is not the article, a declared date, a day that is another.
        (f"<aside>{STAMP}6 March</time></aside>", "", None, None),
        (f"<div class='related'>{STAMP}6 March</time></div>", "", None, None),
        (f"<article>{STAMP}6 March</time></article>", "", None, None),
        (f"<p>{STAMP}6 March</time></p>", '<meta name="date" content="2024-03-05">', "2024-03-05T00:00:00", "day"),
        (f"<p>{STAMP}6</time></p>", '<meta name="date" content="2024-03-06">', "2024-03-06T06:00:00", "second"),
        (f"<p>{STAMP}6</time></p>", '<meta name="date" content="2024-03-06T01:00Z">', "2024-03-06T01:00:00", "minute"),
    ],
)
def test_the_time_of_a_time_element(before: str, head: str, at: str | None, precision: str | None) -> None:
    found = read_page(_page_of(before, head=head), url="https://www.harbordaily.com/ferry").published
    assert (found and found.at.isoformat()[:19], found and found.precision) == (at, precision)


def test_a_page_without_a_date_has_none() -> None:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    body = (
        f"<article><h1>Ferry aground off Skerry Point</h1>{text}</article><aside><p>Pool closed 7 May 2019</p></aside>"
    )
    assert read_page(make_page(body=body), url="https://www.harbordaily.com/ferry").published is None
    found = read_page(make_page(body=body), url=URL).published
    assert found is not None
    assert (found.at.day, found.precision, found.evidence) == (5, "day", f"url {URL}")


def test_the_article_of_a_page_that_its_scripts_draw() -> None:
    content = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    state = json.dumps({"article": {"id": 7, "content": content}, "more": [f"<p>{FURNITURE[2]}</p>"]})
    pushed = json.dumps([1, f"5:{state}"]).replace("<", "\\u003c")
    page = make_page(body=f"<main><div class='spinner'>Loading</div></main><script>self.push({pushed})</script>")
    assert read_page(page, url=URL).text == "\n\n".join(PARAGRAPHS)
    # Look-alike: a page that shows its article; what its scripts hold is another one.
    shown = "".join(f"<p>{p}</p>" for p in FURNITURE[1:])
    assert read_page(page.replace("Loading", shown), url=URL).text == "\n\n".join(FURNITURE[1:])


def test_a_canonical_address_of_another_publisher() -> None:
    link = '<link rel="canonical" href="https://www.skerrytimes.com/ferry?utm_source=feed">'
    draft = read_page(make_page(link), url=URL)
    assert draft.canonical_url == "https://www.skerrytimes.com/ferry"
    assert [(c.domain, c.rule) for c in draft.credits] == [("skerrytimes.com", "canonical")]
    saved = read_page(make_page(link))
    assert saved.credits == []
    assert (saved.site, saved.site_evidence and saved.site_evidence[:18]) == ("skerrytimes.com", "link rel=canonical")


@pytest.mark.parametrize("junk", ["", "   ", "just words", "<html></html>", "\x00\x01"])
def test_what_holds_no_article_is_unreadable(junk: str) -> None:
    with pytest.raises(Unreadable, match=r"page|text"):
        read_page(junk)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<p>Größe für Łódź</p>".encode(), "iso-8859-1"),  # the transport is wrong, the bytes say UTF-8
        ("\ufeff<p>Größe für Łódź</p>".encode(), None),
        ("<p>Größe für Łódź</p>".encode("utf-16"), None),
        ("<p>Größe für Łódź</p>".encode("iso-8859-2"), "iso-8859-2"),
        (b'<meta charset="windows-1250">' + "<p>Größe für Łódź</p>".encode("cp1250"), None),
    ],
)
def test_character_sets(data: bytes, charset: str | None) -> None:
    assert "Größe für Łódź" in decode(data, charset)


def test_japanese_in_seven_bits() -> None:
    data = b'<meta charset="iso-2022-jp">' + "港の新聞".encode("iso-2022-jp")
    assert "港の新聞" in decode(data)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "no-such-charset", "euc-kr"]))
def test_any_bytes_decode(data: bytes, charset: str | None) -> None:
    assert isinstance(decode(data, charset), str)


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 50_000 + PARAGRAPHS[0],
        "<p>" + "word " * 400_000,
        "<a href='x'>" * 20_000,
        "<table>" * 3_000 + "<p>" + PARAGRAPHS[0],
        "<title>" + "a - " * 200_000 + "</title><p>" + PARAGRAPHS[0] + "</p>",
        "<meta " + "a" * 1_000_000 + "><p>" + PARAGRAPHS[0] + "</p>",
        "<script>" + '"<p><p><p>' + '\\\\"' * 500_000 + "</script>",
        "<script>" + '"\\\\' * 500_000 + "</script>",
    ],
    ids=["deep", "one line", "open links", "tables", "title", "meta", "one string", "strings"],
)
def test_hostile_pages_end_soon(hostile: str) -> None:
    start = time.process_time()
    with contextlib.suppress(Unreadable):
        read_page(f"<html><body>{hostile}</body></html>", url=URL)
    fragment_text(hostile)
    assert time.process_time() - start < 5


def test_the_same_page_gives_the_same_draft() -> None:
    assert read_page(make_page(), url=URL) == read_page(make_page(), url=URL)


def test_a_fragment_keeps_text_and_drops_what_is_none() -> None:
    fragment = fragment_text(
        f"""<p>{PARAGRAPHS[0]}</p><script>x()</script><h2>On the sand</h2><blockquote>
        <p>{PARAGRAPHS[3]}</p></blockquote>
        <figure><img><figcaption>{FURNITURE[3]}</figcaption></figure><ul><li>Forty passengers</li></ul>
        <div class="sharedaddy">Share this</div>
        <ul class="related-posts"><li><a href="/p">{FURNITURE[2]}</a></li></ul>
        <p data-uri="cms.skerrytimes.com/_components/1">The post <a href="https://s.example/f">Ferry</a> appeared
        first on <a href="https://www.skerrytimes.com">Skerry Times</a>.</p>"""
    )
    assert fragment.text.split("\n\n") == [
        PARAGRAPHS[0],
        "On the sand",
        PARAGRAPHS[3],
        "Forty passengers",
        "The post Ferry appeared first on Skerry Times.",
    ]
    assert fragment.links[-1] == ("https://www.skerrytimes.com", "Skerry Times")
    assert [c.domain for c in fragment.credits] == ["skerrytimes.com"]


@pytest.mark.parametrize(
    "note",
    [
        '<p>Related: <a href="/f">Farm stand robbed twice</a></p>',
        '<p><strong><a href="/f">ALSO READ: Farm stand robbed twice</a></strong></p>',
        "<h3>Read more:</h3>",
        "<p>Sign up for our newsletter to get the tide tables in your inbox.</p>",
        "<p>Advertisement</p>",
        "<p>▶️ Watch the video below</p>",
        "[ad_1]",
        "<p>[embed]https://v.example/1[/embed]</p>",
        '<p>[caption id="attachment_5"]<img src="p.jpg"> The old pier[/caption]</p>',
        '[gallery ids="1,2"]',
        "<p>https://v.example/1</p>",
    ],
)
def test_notes_in_a_fragment_are_no_text(note: str) -> None:
    around = f"<p>{PARAGRAPHS[0]}</p>{{}}<p>{PARAGRAPHS[1]}</p>"
    assert fragment_text(around.format(note)).text == fragment_text(around.format("")).text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<p>[Laughs]</p>", "[Laughs]"),
        (
            "<p>He said it [the ferry] was late, see https://v.example</p>",
            "He said it [the ferry] was late, see https://v.example",
        ),
        ("<p>Read more books, the minister told pupils.</p>", "Read more books, the minister told pupils."),
        (
            '<p>More from the <a href="/d">deputy</a>, who said: “It went.”</p>',
            "More from the deputy, who said: “It went.”",
        ),
        ("<table><tr><td>5 min</td></tr></table>", "5 min"),
        ("<h2>3.</h2>", "3."),
        ('<p>[vc_row][vc_column width="1/2"]Forty were aboard.[/vc_column][/vc_row]</p>', "Forty were aboard."),
    ],
)
def test_lines_that_look_like_notes_stay(line: str, text: str) -> None:
    assert fragment_text(f"<p>{PARAGRAPHS[0]}</p>{line}<p>{PARAGRAPHS[1]}</p>").text.split("\n\n")[1] == text


def test_a_fragment_of_notes_alone_is_what_it_says() -> None:
    assert fragment_text("<p>Advertisement</p>").text == "Advertisement"


def test_a_fragment_without_markup_is_its_text() -> None:
    assert (
        fragment_text("Tom &amp; Ann\nrow home.\n\nThen they sleep.").text == "Tom & Ann row home.\n\nThen they sleep."
    )
    assert fragment_text("").text == ""
    assert fragment_text("a < b and b > c").text == "a < b and b > c"


@given(st.text(max_size=300))
def test_any_text_is_a_fragment(text: str) -> None:
    fragment = fragment_text(text)
    assert all(p.strip() for p in fragment.text.split("\n\n") if fragment.text)


def test_options_are_checked() -> None:
    with pytest.raises(ValueError, match="extraction"):
        PageOptions(extraction="quick")
