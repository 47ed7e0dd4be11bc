"""What a customer has bought, by its items."""

import pytest

from reconciler.acronis.wire import OfferingItem
from reconciler.importing.keys import LONGEST, slug, unique
from reconciler.importing.sales import Bought, Unsaleable, bought
from reconciler.resources.offer import FILE_SYNC_SHARE, PROTECTION
from tests.builders import NOTARY, STORAGES, item


def test_editions_say_the_licensing_and_items_their_storages():
    items = [
        item(PROTECTION, "pg_base_storage", "pck_per_gigabyte", infra_id=STORAGES[0]),
        item(FILE_SYNC_SHARE, "pu_base_fc_seats", "fss_per_user"),
        item(NOTARY, "notarizations"),
    ]

    assert bought(items) == Bought(
        protection="per_gigabyte",
        file_sync_share="per_user",
        places={(PROTECTION, "pg_base_storage"): STORAGES[0]},
    )


def test_what_is_off_or_without_an_edition_is_not_bought():
    off = OfferingItem(
        application_id=FILE_SYNC_SHARE,
        name="pg_base_fc_seats",
        status=0,
        edition="fss_per_gigabyte",
    )

    assert not bought([off, item(PROTECTION, "local_storage")]).something


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        (
            ("pck_per_gigabyte", "pck_per_workload"),
            "Protection is on in several editions: pck_per_gigabyte, pck_per_workload [D-08]",
        ),
        (("disaster_recovery",), 'Protection is of edition "disaster_recovery", as no product is'),
    ],
)
def test_what_no_product_can_say_is_not_guessed(editions, said):
    with pytest.raises(Unsaleable) as told:
        bought([item(PROTECTION, f"item-{edition}", edition) for edition in editions])

    assert str(told.value).startswith(said)


def test_names_become_keys_that_nobody_has_yet():
    keys = [slug(name, "other") for name in ("Müller & Söhne", "--", "A" * 99, "a.b")]

    assert keys == ["muller-sohne", "other", "a" * LONGEST, "a-b"]
    assert unique(["a", "a", "b"], {"b", "a-2"}) == ["a", "a-3", "b-2"]
