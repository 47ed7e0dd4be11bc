"""The story of an account in some lines."""

from collections.abc import Iterator

from reconciler.report.values import Block, Line, Tone
from reconciler.sentences import OfAPerson
from reconciler.status import Story

MAILS = {
    "confirmed": "sent, and accepted by Acronis",
    "unconfirmed": "it is unknown whether it was sent",
    "none": "none was sent by us",
}


def story_block(story: Story) -> Block:
    """What was bought, what there is of it, and what is to be done."""
    return Block(f"{story.account} on {story.instance}", tuple(_lines(story)))


def _lines(story: Story) -> Iterator[Line]:
    if story.bought:
        yield Line(f"{story.bought}, {story.state}", label="bought")
    yield Line(_tenant(story), label="tenant")
    if story.login:
        told = OfAPerson.ACTIVATED if story.activated else OfAPerson.NOT_ACTIVATED
        yield Line(told.told(story.login, story.email), label="user")
        yield Line(MAILS[story.mail], label="mail", tone=_tone(story))
    for number, line in enumerate(story.to_do):
        yield Line(line, label=" " if number else "to do")


def _tenant(story: Story) -> str:
    if story.tenant_name is None:
        return "none"
    made = f", made on {story.created_at[:10]}" if story.created_at else ""
    state = "enabled" if story.enabled else "disabled"
    return f'"{story.tenant_name}"{made}, {state}'


def _tone(story: Story) -> Tone:
    return Tone.BAD if story.mail == "unconfirmed" else Tone.PLAIN
