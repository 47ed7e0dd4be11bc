"""Names and languages: what would not come back from Acronis as it was sent is refused (V-01)."""

import pytest


def account(**fields):
    told = ", ".join(f"{key}: {value}" for key, value in fields.items())
    return f"accounts:\n  a: {{{told}}}"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ('"Contoso "', '"Contoso " begins or ends with a space.'),
        ('" Contoso"', '" Contoso" begins or ends with a space.'),
        ('"  "', 'must not be blank: "  " is nothing but space.'),
        ('"Con\\ttoso"', "has the control character U+0009 at position 4."),
        ('"Con\\u2028toso"', "has the control character U+2028 at position 4."),
        ("x" * 256, '"xxxxxxxxxxxxxxxxxxxx…" is 256 characters long; 255 are allowed.'),
    ],
)
@pytest.mark.parametrize("field", ["name", "tenant_name"])
def test_a_name_that_would_not_come_back_is_refused(said, field, name, message):
    fields = {"name": "Contoso"} | {field: name}

    assert said(account(**fields)) == [f"case.yaml:2 error accounts.a.{field}: {message} [V-01]"]


@pytest.mark.parametrize("name", ["x" * 255, "Åse & Søn", "\u0645\u06cc\u200c\u062e"])
def test_other_names_are_taken(said, name):
    assert said(account(name=f'"{name}"')) == []


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hans-CN", "deu"])
def test_a_language_tag_is_taken(said, language):
    assert said(account(name="A", language=language)) == []


@pytest.mark.parametrize("language", ["english", "EN", "e", "de_DE", "de-"])
def test_what_is_no_language_tag_is_refused(said, language):
    assert said(account(name="A", language=language)) == [
        f'case.yaml:2 error accounts.a.language: "{language}" is not the tag of a language, '
        "as en, de or pt-BR. [V-01]"
    ]
