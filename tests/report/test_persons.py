"""Every sentence that tells of a person is known again, whoever the person is."""

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.report.persons import Persons
from reconciler.sentences import OfAPerson, OfAValue, Summary
from tests.laws import law

ORDINARY = ("fab", "tenant", "user", "login", "is", "phone", "***", "zelda.new", "12345", "a.b.")
PERSONS = st.one_of(
    st.sampled_from(ORDINARY),
    st.from_regex(r"[a-z0-9.@_+-]{3,20}", fullmatch=True),
    st.from_regex(r'"[a-z ]{1,9}"@[a-z]{1,9}\.example', fullmatch=True),
    st.from_regex(r"\+[0-9 ]{4,12}[0-9]", fullmatch=True),
)


def told(sentence, persons):
    """The sentence with persons, one after the other, and a plain word in each other gap."""
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    others = {name: "word" for name in names if name}
    return sentence.told(*persons[: names.count("")], **others)


@pytest.mark.parametrize("sentence", [*OfAPerson, *OfAValue])
@law
@given(persons=st.lists(PERSONS, min_size=3, max_size=3))
def test_a_sentence_is_the_same_without_the_persons_whoever_they_are(sentence, persons):
    nobody = told(sentence, ["***"] * 3).replace("*** <***>", "***")

    hidden = Persons(persons).hidden(told(sentence, persons), of_a_person=True)

    assert hidden == nobody


@pytest.mark.parametrize("sentence", Summary)
@pytest.mark.parametrize(
    "frame", ["{}", "The user ({}) is gone.", "{}  [cannot be undone]"], ids=["own", "in", "marked"]
)
@pytest.mark.parametrize("login", ["fab", "tenant", "user", "a.b", "{x}"])
def test_a_summary_is_known_wherever_it_stands(sentence, frame, login):
    persons = [login, f"{login}@x.example"]
    nobody = frame.format(told(sentence, ["***"] * 2)).replace("*** <***>", "***")

    assert Persons(()).hidden(frame.format(told(sentence, persons))) == nobody


def test_a_value_is_masked_only_where_it_is_of_a_person():
    text = OfAValue.QUOTE_IT.told("12345")

    assert Persons(["12345"]).hidden(text) == text
