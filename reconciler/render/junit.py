"""JUnit XML: findings and items as test cases, for the test views of CI systems."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reconciler.findings import Finding
from reconciler.report import Item, Report, Tone
from reconciler.report.groups import place_of
from reconciler.report.printable import printable


def render(report: Report, *, color: bool) -> str:
    """One suite. Errors, and items gone wrong, have failed; quiet items are skipped."""
    suite = Element("testsuite", name=printable(report.title or "reconciler"))
    for finding in report.findings:
        _finding(suite, finding)
    for item in report.items:
        _item(suite, item)
    if not len(suite):
        _verdict(suite, report)
    suites = Element("testsuites")
    suites.append(suite)
    for element in (suites, suite):
        _count(element, suite.iter("testcase"))
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _finding(suite: Element, one: Finding) -> None:
    case = _case(suite, one.code, f"{one.severity}: {place_of(one) or one.message}")
    if one.severity == "error":
        _failure(case, one.message, one.code, one.hint)
    else:
        _said(case, [one.message, one.hint])


def _item(suite: Element, item: Item) -> None:
    case = _case(suite, f"{item.instance}.{item.account}", f"{item.kind}: {item.word}")
    told = [item.text, *item.notes, *item.effects]
    told += [f"{field.path}: {field.left} -> {field.right}" for field in item.fields]
    if item.tone in (Tone.BAD, Tone.WARNING):
        _failure(case, item.text, item.word, "\n".join(told[1:]))
    elif item.tone is Tone.QUIET:
        SubElement(case, "skipped", message=printable(item.text))
    else:
        _said(case, told)


def _verdict(suite: Element, report: Report) -> None:
    """A report with nothing in it still says how it ended."""
    case = _case(suite, "reconciler", report.title or "reconciler")
    if report.tone is Tone.BAD:
        _failure(case, report.verdict, f"exit {report.exit_code}", "\n".join(report.caveats))
    else:
        _said(case, report.verdict.splitlines())


def _case(suite: Element, classname: str, name: str) -> Element:
    return SubElement(
        suite, "testcase", classname=printable(classname), name=printable(name), time="0"
    )


def _failure(case: Element, message: str, type_: str, text: str) -> None:
    failure = SubElement(case, "failure", message=printable(message), type=printable(type_))
    failure.text = _lines(text.splitlines())


def _said(case: Element, lines: Iterable[str]) -> None:
    SubElement(case, "system-out").text = _lines(line for line in lines if line)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(printable, lines))


def _count(element: Element, cases: Iterable[Element]) -> None:
    found = list(cases)
    element.set("tests", str(len(found)))
    element.set("failures", str(sum(case.find("failure") is not None for case in found)))
    element.set("errors", "0")
    if element.tag == "testsuite":
        element.set("skipped", str(sum(case.find("skipped") is not None for case in found)))
    element.set("time", "0")
