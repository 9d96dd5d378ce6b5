"""A reader is sent to public web addresses of sources that may be linked, and nowhere else."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.evidence.links import LONGEST_ADDRESS, linkable
from analytics.record.cells import rows_of

GOOD = [
    "https://example.org",
    "http://example.org/",
    "https://www.example.org/a/b?c=d&e=f#g",
    "https://example.org:8080/a",
    "https://EXAMPLE.org/a",
    "https://example.org/a_(b)~c,d;e=1!*",
    "https://example.org/caf%C3%A9",
    "https://theonion.com/a",
    "https://onions.example.org/onion",
    "https://example.org/@someone",
]
BAD = {
    "empty": "",
    "a space": " ",
    "no scheme": "example.org",
    "relative to the scheme": "//example.org",
    "a script": "javascript:alert(1)",
    "a script in other letters": "JaVaScRiPt:alert(1)",
    "a script behind a line": "java\nscript:alert(1)",
    "a script that looks like a host": "javascript://example.org/%0aalert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "a file": "file:///etc/passwd",
    "ftp": "ftp://example.org/",
    "mail": "mailto:a@example.org",
    "scheme in capitals": "HTTPS://example.org",
    "scheme without slashes": "https:example.org",
    "one slash": "https:/example.org",
    "three slashes": "https:///example.org",
    "backslashes": "https:\\\\example.org",
    "a backslash after the host": "https://example.org\\@evil.example",
    "a user": "http://user@example.org/",
    "a user and a password": "http://user:word@example.org/",
    "an empty user": "http://@example.org/",
    "a user who looks like a host": "https://example.org@evil.example/",
    "an onion service": "http://abc.onion",
    "an onion service in capitals": "http://ABC.ONION/",
    "an onion service with a last dot": "http://abc.onion./",
    "a gateway": "http://abc.onion.ly/leak",
    "another gateway": "https://abc.onion.ws",
    "a gateway itself": "https://onion.pet/",
    "tor2web": "https://abc.tor2web.org/",
    "an onion name under any gateway": f"https://{'a2' * 28}.example.org/",
    "an onion service in a query": "https://example.org/?to=http://abc.onion/x",
    "an onion service encoded": "https://example.org/?to=http%3A%2F%2Fabc%2Eonion%2Fx",
    "an onion service encoded twice": "https://example.org/?to=abc%252Eonion",
    "i2p": "http://abc.i2p/",
    "an IPv4 address": "http://192.0.2.1/",
    "an IPv4 address in hexadecimal": "http://0x7f.0x1/",
    "an IPv4 address as a number": "http://2130706433/",
    "an IPv6 address": "http://[::1]/",
    "a broken IPv6 address": "http://[::1/",
    "no dot": "http://localhost/",
    "a private name": "http://server.internal/",
    "an empty label": "http://example..org/",
    "a first dot": "http://.example.org/",
    "a last dot": "http://example.org./",
    "a hyphen at the end of a label": "http://example-.org/",
    "a long label": f"http://{'a' * 64}.org/",
    "a long host": f"http://{'a.' * 130}org/",
    "no host": "https://",
    "no host but a path": "https:///a",
    "an encoded host": "https://example%2eorg/",
    "a port that is none": "https://example.org:port/",
    "an empty port": "https://example.org:/",
    "a port too high": "https://example.org:99999/",
    "a signed port": "https://example.org:+80/",
    "a line break": "https://x\ny",
    "a line break in the path": "https://example.org/a\nb",
    "a line break at the end": "https://example.org/\n",
    "a tab": "https://exam\tple.org/",
    "a NUL": "https://example.org/\0",
    "a space in the path": "https://example.org/a b",
    "a space before": " https://example.org/",
    "a quotation mark": 'https://evil" onmouseover="alert(1)',
    "a quotation mark in the path": 'https://example.org/"onmouseover="alert(1)',
    "an apostrophe": "https://example.org/'onmouseover='alert(1)",
    "a backtick": "https://example.org/`",
    "angle brackets": "https://example.org/<script>",
    "braces": "https://example.org/{{a}}",
    "an ideographic full stop": "https://example。org/",
    "a full-width full stop": "https://example．org/",
    "a one dot leader": "https://abc․onion/",
    "a Cyrillic letter": "https://exаmple.org/",
    "a name in Punycode": "https://xn--exmple-4nf.org/",
    "full-width letters": "ｈｔｔｐｓ://example.org/",
    "a turned direction": "https://example.org/\u202egpj.exe",
    "no width": "https://exam\u200bple.org/",
    "a soft hyphen": "https://exam\u00adple.org/",
    "a fraction slash": "https://example.org⁄@evil.example",
}


@pytest.mark.parametrize("address", GOOD)
def test_a_public_address_is_given_back_unchanged(address):
    assert linkable({"link": "yes", "url": address}) == address


@pytest.mark.parametrize("address", BAD.values(), ids=BAD)
def test_a_reader_is_not_sent_there(address):
    assert linkable({"link": "yes", "url": address}) is None


@pytest.mark.parametrize("link", ["no", "", "YES", "yes ", None, float("nan"), pd.NA, True, 1])
def test_a_source_that_is_not_to_be_linked_is_not(link):
    assert linkable({"link": link, "url": "https://example.org/"}) is None


@pytest.mark.parametrize("address", [None, float("nan"), pd.NA, 3, b"https://example.org/", ["https://example.org/"]])
def test_what_is_no_text_is_no_address(address):
    assert linkable({"link": "yes", "url": address}) is None


@pytest.mark.parametrize("source", [{}, {"link": "yes"}, {"url": "https://example.org/"}])
def test_a_row_that_lacks_a_cell_is_not_linked(source):
    assert linkable(source) is None


def test_an_address_may_be_long_but_not_without_end():
    address = "https://example.org/".ljust(LONGEST_ADDRESS, "a")

    assert linkable({"link": "yes", "url": address}) == address
    assert linkable({"link": "yes", "url": address + "a"}) is None


def test_a_row_of_a_table_is_a_source_too(small_atlas):
    sources = small_atlas.sources.set_index("source_id")

    assert linkable(sources.loc["ministry-2022-12"]) == "https://example.org/ministry-2022-12"
    assert linkable(sources.loc["leak-2023-05"]) is None
    assert linkable(sources.loc["copy-2021-03"]) is None


@pytest.mark.shipped
def test_every_shipped_source_that_may_be_linked_is_linkable_and_no_other(shipped):
    for source in rows_of(shipped.sources):
        assert (linkable(source) is not None) == (source["link"] == "yes"), source["url"]
