"""Names that could be real: of companies, of the people in them, and of where both are found."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    """Adler Amber Apex Aurora Bakery Birch Blue Brook Castle Cedar Clear Coastal Copper Crown
Delta Eastern Elm Ever Falcon Fjord Forest Garden Glacier Golden Granite Green Harbor Hill Iron Lake
Lumen Maple Meadow Müller Mont Nordic North O'Brien Oak Olive Orchid Pacific Pearl Pine Polar Quay
Red River Rosé Saint Silver Solar South Stone Summit Terra Tidal Ulm Valley Vega West Winter
Zenith"""
)
_SECOND = _words(
    """Accounting Advisory Analytics Architects Clinic Consulting Dental Design Digital Energy
Engineering Finance Foods Freight Hotels Labs Law Logistics Media Motors Optics Partners Pharma
Properties Retail Robotics School Security Services Software Studios Systems Telecom Textiles Travel
Ventures Water Works"""
)
_FORM = ("Ltd", "Inc.", "GmbH", "S.A.", "AG", "& Co.", "LLC")
_GIVEN = _words(
    """Ada Ahmed Aisha Alex Ana Anders Ben Bianca Carla Chen Chloé Dana David Elena Emma Erik
Fatima Felix George Grace Hana Hugo Ines Ivan Jana Jonas Julia Kofi Lars Lea Luis Maria Mateo Mei
Mia Nadia Nico Nina Olga Omar Pavel Petra Rosa Sam Sara Sofia Tariq Theo Uma Vera Viktor Yara
Zoé"""
)
_FAMILY = _words(
    """Adams Ali Andersen Bauer Becker Bianchi Costa Dubois Eriksson Fernandez Fischer Garcia
Haas Hansen Horvat Ito Jansen Jones Kaya Keller Khan Kim Klein Kowalski Larsen Lopez Marino Meyer
Moreau Nguyen Novak Okafor Olsen Papadopoulos Patel Petrov Popescu Ricci Rossi Santos Sato Schmidt
Silva Singh Smith Tanaka Varga Weber Wójcik Yilmaz"""
)
_CITIES = (
    ("Athens", "Greece", "+30 210"),
    ("Berlin", "Germany", "+49 30"),
    ("Boston", "USA", "+1 617"),
    ("Dublin", "Ireland", "+353 1"),
    ("Lisbon", "Portugal", "+351 21"),
    ("London", "United Kingdom", "+44 20"),
    ("Lyon", "France", "+33 4"),
    ("Milan", "Italy", "+39 02"),
    ("Oslo", "Norway", "+47 22"),
    ("Prague", "Czech Republic", "+420 2"),
    ("Singapore", "Singapore", "+65 6"),
    ("Zürich", "Switzerland", "+41 44"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a company, who logs in with the e-mail address."""

    firstname: str
    lastname: str
    email: str


def companies(dice: Random) -> Iterator[str]:
    """Names without end, each of them once; their domains differ, too."""
    every = [f"{first} {second} {form}" for first in _FIRST for second in _SECOND for form in _FORM]
    for turn in count(1):
        dice.shuffle(every)
        yield from every if turn == 1 else (f"{name} {turn}" for name in every)


def people(dice: Random, company: str, number: int) -> list[Person]:
    """So many people of a company, no two with the same first name."""
    return [
        Person(given, family, f"{_plain(given)}.{_plain(family)}@{domain(company)}")
        for given, family in zip(
            dice.sample(_GIVEN, number), dice.choices(_FAMILY, k=number), strict=True
        )
    ]


def address(dice: Random, company: str) -> dict[str, str]:
    """The contact of a company."""
    city, country, prefix = dice.choice(_CITIES)
    return {
        "email": f"office@{domain(company)}",
        "phone": f"{prefix} {dice.randrange(1_000_000, 10_000_000)}",
        "address1": f"{dice.choice(_FAMILY)} Street {dice.randrange(1, 200)}",
        "city": city,
        "country": country,
        "website": f"https://www.{domain(company)}",
    }


def domain(company: str) -> str:
    """A domain that nobody has (RFC 2606)."""
    return f"{_plain(company)}.example"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")
