"""Masking leaves alone what has an @ and is no e-mail address: addresses and labels of items."""

import pytest

from reconciler.report.pii import Mask

ID = "9f13bfe9-94f4-41f8-9336-6544f9ae6632"


@pytest.mark.parametrize(
    "text",
    [
        f'acronis-eu/@{ID}/tenant: The customer tenant "Wingtip" is in no manifest.',
        f"Not applied yet: Protection/pg_base_storage@{ID}.quota.",
        "Write it as name@company.example.",
    ],
)
def test_an_id_after_an_at_sign_stays(text):
    assert Mask.of({}).text(text) == text


def test_an_email_address_goes_wherever_it_stands():
    told = Mask.of({}).text("mail to it@contoso.example, or ops/it@9f13.example")

    assert told == "mail to ***, or ops/***"
