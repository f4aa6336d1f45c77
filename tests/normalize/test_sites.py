from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize import sites
from transforms.normalize.sites import (
    Publisher,
    domain_of_name,
    fold,
    is_domain,
    normalise_url,
    publishers,
    same_publisher,
    site_of,
)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.News.Harbor-Gazette.com:443/a?b#c", "harbor-gazette.com"),
        ("user@town.co.uk", "town.co.uk"),
        ("gazette.com:8080/a", "gazette.com"),
        ("//cdn.gazette.org/x", "gazette.org"),
        ("https://ferrylog.blogspot.com/2020", "ferrylog.blogspot.com"),
        ("https://blogspot.com/", "blogspot.com"),
        ("www.quiet-bay.example", "quiet-bay.example"),
        ("a.b.quiet-bay.example", "a.b.quiet-bay.example"),
        ("https://küstenbote.de/x", "xn--kstenbote-q9a.de"),
        ("https://www.xn--kstenbote-q9a.de/x", "xn--kstenbote-q9a.de"),
        ("http://192.0.2.7/x", "192.0.2.7"),
        ("http://[2001:db8::1]/x", "2001:db8::1"),
        ("localhost", None),
        ("mailto:desk@gazette.com", None),
        ("javascript:void(0)", None),
        ("The Harbor Gazette", None),
        ("", None),
        (None, None),
    ],
)
def test_the_site_is_the_registrable_domain(address, site):
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (
            "HTTPS://Www.Gazette.COM:443/A/b/?utm_source=x&id=2&a=1&fbclid=9#top",
            "https://www.gazette.com/A/b/?id=2&a=1",
        ),
        ("http://gazette.com", "http://gazette.com/"),
        ("http://gazette.com:8080/a", "http://gazette.com:8080/a"),
        ("https://küstenbote.de/fähre", "https://xn--kstenbote-q9a.de/f%C3%A4hre"),
        ("https://gazette.com/f%C3%A4hre", "https://gazette.com/f%C3%A4hre"),
        ("ftp://gazette.com/a", None),
        ("/relative", None),
        ("https://[broken", None),
        ("https://gazette.com:port/", None),
        (None, None),
    ],
)
def test_the_canonical_form_of_an_address(url, canonical):
    assert normalise_url(url) == canonical


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("harborgazette.com", "harborgazette.de", True),
        ("harbor-gazette.com", "harborgazette.com", True),
        ("Harbor Gazette", "harborgazette.com", True),
        ("The Harbor Gazette, Inc.", "harborgazette.com", True),
        ("Harbor Gazette", "harborgazettenews.com", True),
        ("Cable News Network", "cnn.com", True),
        ("ap.org", "apnews.com", True),
        ("küstenbote.de", "xn--kstenbote-q9a.de", True),
        ("harborgazette.com", "bridgegazette.com", False),
        ("Reuters", "quiet-bay.example", False),
        ("The Post", "washingtonpost.com", False),
        ("", "cnn.com", False),
    ],
)
def test_who_is_the_same_publisher(a, b, same):
    assert same_publisher(a, b) is same
    assert same_publisher(b, a) is same


def test_names_resolve_by_the_table_alone():
    assert domain_of_name("the Associated Press") == "apnews.com"
    assert domain_of_name("Cable News Network, Inc.") == "cnn.com"
    assert domain_of_name("dpa-infocom GmbH") == "dpa.com"
    assert domain_of_name("Harbor Gazette") is None
    assert domain_of_name(None) is None


def test_every_row_of_the_table_is_well_formed():
    rows = set(publishers().values())
    assert len(rows) > 200
    for row in rows:
        assert row.domains == tuple(d for d in row.domains if d == d.lower() and "." in d), row
        assert fold(row.name), row


def test_an_unknown_kind_names_the_remedy():
    with pytest.raises(ValueError, match="use one of agency"):
        Publisher("X", (), (), "newspaper")


def test_domains_and_words_are_told_apart():
    assert is_domain("dev.to")
    assert is_domain("www.gazette.com/world")
    assert not is_domain("Gazette.Nextone")
    assert not is_domain("e.g.")


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    site_of(text)
    normalise_url(text)
    normalise_url("https://" + text)
    same_publisher(text, "cnn.com")
    domain_of_name(text)


@given(st.sampled_from(("https://a.com/x?utm_medium=1&b=2", "http://WWW.b.co.uk:80", "https://ü.de/ä b?ö=1")))
def test_the_canonical_form_is_stable(url):
    once = normalise_url(url)
    assert normalise_url(once) == once


@given(st.lists(st.sampled_from(["Cove", "News", "Inc", "L.L.C.", "s.r.l", "Co", "Limited", ",", ".", "\n", "e.V."])))
def test_a_legal_form_is_looked_for_wherever_one_ends_a_name(words):
    name = " ".join(words)
    if sites._LEGAL.search(name):
        assert name.rstrip(".\n")[-2:].casefold() in sites._LEGAL_ENDS
