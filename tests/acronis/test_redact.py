"""Text from outside, made fit to be shown."""

from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.acronis.redact import shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, 100 %", "plain words, 100 %"),
        ("Contoso Ö & Søn 日本", "Contoso Ö & Søn 日本"),
        ("token eyJhbGciOi.eyJpc3Mi.c2ln end", "token *** end"),
        ("Authorization: Bearer abc.def-123", "Authorization: ***"),
        ('{"client_secret": "hush", "a": 1}', '{"***", "a": 1}'),
        ("client_secret=hush&a=1", "***&a=1"),
        ("see https://me:pw@host/path?cursor=1#x now", "see https://host/path now"),
        ("two\n\n lines\t", "two lines"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("", ""),
    ],
)
def test_text_is_shown_without_secrets_and_control_characters(text, expected):
    assert shown(text, ("", "no such secret")) == expected


@given(
    st.text(st.characters(exclude_characters=ascii_letters)),
    st.text(ascii_letters, min_size=4, max_size=40),
)
def test_what_is_shown_is_short_printable_and_without_the_secret(text, secret):
    result = shown(text + secret + text, (secret,))

    assert len(result) <= 300
    assert result.replace("\ufffd", "").isprintable()
    assert secret not in result
