"""Personal data is masked in what others read, and nothing else is."""

import json

import pytest

from reconciler.report.pii import Mask, masked
from reconciler.report.values import Block, Field, Item, Line, Report, Table, Tone

DOCUMENT = {
    "digest": "9c1e02ab",
    "resource_changes": [
        {
            "address": "eu/contoso/user",
            "account": "contoso",
            "change": {
                "before": None,
                "after": {
                    "login": "carol.poland",
                    "email": "it@contoso.example",
                    "firstname": "Carol",
                    "lastname": "Poland",
                    "phone": "+1 555 0100",
                },
            },
        }
    ],
    "drift": [{"field": "phone", "desired": "+1 555 0101", "live": None, "address": "eu/x/user"}],
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("carol.poland <it@contoso.example>", "***"),
        ("mail to it@contoso.example", "mail to ***"),
        ("The user (carol.poland <it@contoso.example>) is gone.", "The user (***) is gone."),
        ("The user someone-else is disabled.", "The user *** is disabled."),
        (
            "Nobody has declared the user bob, who holds a.",
            "Nobody has declared the user ***, who holds a.",
        ),
        ("Nobody has declared the user b.o.b.", "Nobody has declared the user ***."),
        (
            'The phone of user bob is "1" and not "2".',
            'The phone of user *** is "***" and not "***".',
        ),
        ('the username "bob" is taken.', 'the username "***" is taken.'),
        (
            'the user is "fab" in Acronis and "z.new" in the manifest; logins are not renamed. '
            '[V-36] the username "x" is not acceptable to Acronis. [V-34]',
            'the user is "***" in Acronis and "***" in the manifest; logins are not renamed. '
            '[V-36] the username "***" is not acceptable to Acronis. [V-34]',
        ),
        (
            "user: POST /users: 400 Login carol.poland of 'Carol' is odd (1)",
            "user: POST /users: 400 Login *** of '***' is odd (1)",
        ),
        ("POST /users: 409 login bob-2 exists", "POST /users: 409 login *** exists"),
        ("carol.poland is an account of ours", "carol.poland is an account of ours"),
        ("The user loses: partner_admin.", "The user loses: partner_admin."),
        ("The user holds a beyond what b grant.", "The user holds a beyond what b grant."),
        ("The user receives one activation mail.", "The user receives one activation mail."),
        ("The user has not activated yet", "The user has not activated yet"),
        ("the user is gone", "the user is gone"),
        (
            "Wait for it (V-50), see https://eu2-cloud.acronis.com",
            "Wait for it (V-50), see https://eu2-cloud.acronis.com",
        ),
        ('customer tenant "Fabrikam" below contoso', 'customer tenant "Fabrikam" below contoso'),
    ],
)
def test_a_sentence_keeps_all_but_the_person(text, told):
    assert Mask.of(DOCUMENT).text(text) == told


def test_a_document_keeps_its_shape_and_what_names_things():
    hidden = Mask.of(DOCUMENT).document(DOCUMENT)

    after = hidden["resource_changes"][0]["change"]["after"]
    assert set(after.values()) == {"***"}
    assert hidden["resource_changes"][0]["address"] == "eu/contoso/user"
    assert hidden["digest"] == "9c1e02ab"
    assert hidden["drift"][0] == {
        "field": "phone",
        "desired": "***",
        "live": None,
        "address": "eu/x/user",
    }


def test_every_part_of_a_report_is_masked():
    words = "carol.poland <it@contoso.example>"
    item = Item(
        address="eu/contoso/user",
        instance="eu",
        account="contoso",
        kind="user",
        word="update",
        text=words,
        tone=Tone.UPDATE,
        fields=(Field("phone", "+1 555 0100", "none"), Field("roles", words, "a")),
        notes=(words,),
        effects=(words,),
        likeness=words,
    )
    report = Report(
        document=DOCUMENT,
        exit_code=0,
        verdict=words,
        remark=words,
        caveats=(words,),
        blocks=(Block("B", (Line("A", below=(Line('phone: "1" -> "2"'), Line(words))),)),),
        table=Table(("a",), ((words,),), (Tone.PLAIN,)),
        items=(item,),
        ignored=(item,),
    )

    hidden = masked(report)

    told = json.dumps([repr(hidden), hidden.document])
    assert not [one for one in ("carol", "Carol", "it@", "555", '"1"') if one in told]
    assert hidden.items[0].fields == (Field("phone", "***", "***"), Field("roles", "***", "a"))
    assert hidden.blocks[0].lines[0].below[0].text == "phone: *** -> ***"
