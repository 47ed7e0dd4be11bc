"""Our sentences that tell of a person: with `{}` where the person stands, `{name}` for all else.

Whoever tells one takes its words from here, and the masking of reports knows it again by the same
words, new or from a file. So nothing personal is overlooked, and no other word is taken for it.
"""

from enum import StrEnum


class Sentence(StrEnum):
    """Words with gaps."""

    def told(self, *personal: object, **others: object) -> str:
        """The sentence, with what is personal in its order and all else by name."""
        return self.value.format(*personal, **others)


class OfAPerson(Sentence):
    """Sentences that stand alone or among others. A longer one stands before its beginning."""

    TOO_SHORT = '"{}" is shorter than {least} characters.'
    STRANGE = '"{}" has characters that Acronis does not take: {shown}.'
    REPEATED = '"{}" is also used by accounts.{account} ({instance}).'
    NO_ADDRESS = '"{}" is not an e-mail address.'
    ADDRESS_TOO = '"{}" is the e-mail address too.'
    USERNAME_GIVEN = 'the username "{}" is also that of {owner} [V-31]'
    ADDRESS_GIVEN = 'the e-mail "{}" of user "{}" is also that of {owner} [V-32]'
    ADDRESS_FLAWED = 'the e-mail "{}" of user "{}" is no e-mail address [V-32]'
    NOT_FREE = 'the username "{}" is {problem}.'
    RENAMED = 'the user is "{}" in Acronis and "{}" in the manifest; logins are not renamed.'
    RENAME_BACK = 'Write "{}", or delete that user in the portal to have "{}" created.'
    NEW_ADDRESS = 'the e-mail changes from "{}" to "{}"; the activation mail is not sent again.'
    MAIL_UNKNOWN = 'it is unknown whether the activation mail to "{}" was sent.'
    DISABLED = "The user {} is disabled."
    OTHER_LANGUAGE = 'The language of user {} is "{live}" and not "{wanted}".'
    OTHER_FIELD = 'The {field} of user {} is "{}" and not "{}".'
    POWERFUL = "Nobody has declared the user {}, who holds {roles}."
    UNDECLARED = "Nobody has declared the user {}."
    ACTIVATED = "{} <{}>, activated"
    NOT_ACTIVATED = "{} <{}>, not activated yet"


class Summary(Sentence):
    """What a resource is; stands on its own, in brackets, or before a mark in brackets."""

    USER = "{} <{}>"
    MAIL = "mail to {}"


class OfAValue(Sentence):
    """What is wrong with a value of the manifests; a finding's path says whether of a person."""

    WRONG_TYPE = "must be {expected}, not {kind} ({})."
    QUOTE_IT = 'Quote it: "{}".'
    SPACE = '"{}" begins or ends with a space'
    TOO_LONG = '"{}…" is {length} characters long; {most} are allowed'
