"""Markdown for a comment: what decides first, never more than a comment may hold.

What cannot be undone is told whole. If that does not fit, the comment says that nobody may
approve it. The folded single items are the first to be cut.
"""

from collections import Counter
from collections.abc import Iterator

from reconciler.render.markdown.escape import code, fenced, prose
from reconciler.render.markdown.section import size
from reconciler.render.markdown.sections import sections_of
from reconciler.report import Report
from reconciler.report.facts import facts_of

LIMIT = 60_000
"""Bytes. GitHub takes 65,536 characters; a marker of the one who posts it has to fit too."""
RESERVE = 1_000
TRUNCATED = "This report is truncated and must not be approved from this comment."
MOST_EFFECTS = 8
MOST_COMMAND = 4_000


def render(report: Report, *, color: bool) -> str:
    """The report in at most LIMIT bytes. Colours mean nothing here."""
    truncated, told = _fitted(report)
    parts = [_head(report), *([f"**{TRUNCATED}**"] if truncated else []), *told]
    return "\n\n".join([*parts, _foot(report, approvable=not truncated)]) + "\n"


def _fitted(report: Report) -> tuple[bool, list[str]]:
    """Whether what cannot be undone is cut, and the sections; room goes by their rank."""
    sections = list(sections_of(report))
    room = LIMIT - RESERVE - size(_head(report)) - size(_foot(report, approvable=True))
    texts = {}
    truncated = False
    for section in sorted(sections, key=lambda one: one.rank):
        text, left = section.within(room)
        truncated = truncated or (left > 0 and section.rank == 0)
        if size(text) <= room:
            texts[section.title] = text
            room -= size(text) + 2
    return truncated, [texts[one.title] for one in sections if one.title in texts]


def _head(report: Report) -> str:
    verdict, *rest = report.verdict.splitlines() or [""]
    lines = [
        f"## {prose(verdict)}",
        *map(prose, (one for one in (report.remark, report.title, *rest) if one)),
        *(f"**{prose(caveat)}**" for caveat in report.caveats),
        "\n".join(_consequences(report)),
    ]
    return "\n\n".join(line for line in lines if line)


def _consequences(report: Report) -> Iterator[str]:
    """How many of each kind, and what it means in business words."""
    words: dict[str, Counter[str]] = {}
    for item in report.items if not report.table else ():
        words.setdefault(item.word, Counter())[item.kind] += 1
    for word, kinds in words.items():
        yield f"- {prose(word)}: " + ", ".join(f"{n} {prose(kind)}" for kind, n in kinds.items())
    effects = Counter(effect for item in report.items for effect in item.effects)
    for effect, number in effects.most_common(MOST_EFFECTS):
        yield f"- {f'{number} times: ' if number > 1 else ''}{prose(effect)}"
    if len(effects) > MOST_EFFECTS:
        yield f"- and {len(effects) - MOST_EFFECTS} other consequences"


def _foot(report: Report, *, approvable: bool) -> str:
    lines = [f"{label} {code(value)}" for label, value in facts_of(report).items()]
    told = ["---", " · ".join([*lines, f"exit code {report.exit_code}"])]
    if approvable and 0 < len(report.next_step) <= MOST_COMMAND:
        told.insert(1, f"To apply exactly this:\n\n{fenced('sh', [report.next_step])}")
    return "\n\n".join(told)
