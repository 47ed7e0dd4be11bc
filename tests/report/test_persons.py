"""Every sentence that tells of a person is known again, whoever the person is."""

import re
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.acronis.wire import User
from reconciler.importing.people import Names
from reconciler.report.persons import Persons
from reconciler.sentences import OfAPerson, OfAValue, Summary
from tests.builders import ROOT
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


@pytest.mark.parametrize("login", ["ab", "fab ", "zélda", "a b", "is", "tenant"])
@pytest.mark.parametrize("email", ["", "zelda quux", "it@contoso.example"])
def test_an_import_leaves_a_user_out_without_telling_who_it_is(login, email):
    user = User(
        id=ROOT,
        version=1,
        tenant_id=ROOT,
        login=login,
        enabled=True,
        contact={"email": email},
    )
    others = (Names(), Names({login: "fab"}), Names({}, {email: "fab"}))
    told = [f"{flaw}: Fab (1)" for names in others if (flaw := names.flaw(user))]

    hidden = [Persons(()).hidden(one) for one in told]

    quoted = [re.findall('"([^"]*)"', one.split(" take: ")[0]) for one in hidden]
    assert told
    assert {value for one in quoted for value in one} == {"***"}
    assert all(one.endswith(": Fab (1)") for one in hidden)
