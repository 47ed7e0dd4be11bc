"""The HTML page in a real Chromium: it works, it is quiet, and it needs nothing but itself."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from reconciler.render.html import render
from tests.render.reports import HOSTILE, finding, item, renamed, report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ATTACK = f"<img src=x onerror=window.hacked=1></script><script>window.hacked=1</script>{HOSTILE}"
WIDTHS = {"desk": (1280, "light"), "phone": (390, "dark")}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the page of a report. What it asks for and complains of is checked at the end."""
    contexts, asked, said = [], [], []

    def open_(told, width=1280, scheme="light"):
        file = tmp_path / "page.html"
        file.write_text(render(told, color=False), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 2400}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_

    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def fleet(size):
    """A reseller, its customers, and one of them that differs from the others."""
    customers = (item(f"customer-{n}", parent="contoso") for n in range(size - 1))
    return report(
        item("contoso", likeness="partner tenant"), *customers, renamed("odd", "Before", "After")
    )


def names(page):
    """The accounts that are drawn and can be seen, once the browser has laid them out."""
    page.evaluate("new Promise((laid) => requestAnimationFrame(() => requestAnimationFrame(laid)))")
    found = page.locator("#tree .node .node > summary .name")
    return [one.text_content() for one in found.all() if one.is_visible()]


def test_the_tree_folds_and_unfolds_by_mouse_and_by_keyboard(opened):
    page = opened(fleet(20))

    at_first = names(page)
    page.get_by_text("contoso", exact=True).click()
    clicked = names(page)
    page.get_by_role("button", name="Fold all", exact=True).click()
    folded = names(page)
    page.locator("#tree summary").first.focus()
    page.keyboard.press("Enter")
    typed = names(page)
    page.get_by_role("button", name="Unfold all").click()
    unfolded = names(page)

    whole = ["contoso", *(f"customer-{n}" for n in range(19)), "odd"]
    assert (at_first, clicked) == (["contoso", "odd"], whole)
    assert (folded, typed, unfolded) == ([], ["contoso", "odd"], whole)


def test_search_finds_values_and_unfolds_what_it_finds(opened):
    page = opened(fleet(60))

    page.get_by_role("searchbox").fill("after")
    page.get_by_text("1 of 61 shown").wait_for()

    assert names(page) == ["odd"]
    assert page.locator("#tree .right").text_content() == "After"


def test_a_filter_shows_only_its_word_and_can_be_taken_back(opened):
    page = opened(fleet(20))
    chip = page.get_by_role("button", name="update (1)")

    chip.click()
    filtered, pressed = names(page), chip.get_attribute("aria-pressed")
    chip.click()

    assert (filtered, pressed) == (["odd"], "true")
    assert page.locator("#shown").inner_text() == "21 shown, in 21 accounts"


def test_ten_thousand_accounts_are_drawn_piece_by_piece(opened):
    page = opened(report(*(item(f"account-{n}") for n in range(10_000))))

    first = page.locator("#tree .node .node").count()
    page.get_by_role("button", name="Show more (9900)").click()
    second = page.locator("#tree .node .node").count()
    page.get_by_role("searchbox").fill("account-9999")
    page.get_by_text("1 of 10000 shown").wait_for()

    assert (first, second) == (100, 200)
    assert names(page) == ["account-9999"]


def test_a_hostile_name_is_shown_and_runs_nothing(opened):
    told = report(
        renamed(ATTACK, ATTACK, ATTACK),
        item("b", word="failed", text=ATTACK, notes=(ATTACK,), parent=ATTACK),
        verdict=ATTACK,
        title=ATTACK,
        remark=ATTACK,
        caveats=(ATTACK,),
        next_step=ATTACK,
        document={"workspace": ATTACK, "summary": {ATTACK: 1}},
        findings=(finding(message=ATTACK, path=ATTACK, hint=ATTACK, code=ATTACK),),
        ignored=(item("c", text=ATTACK),),
    )

    page = opened(told)

    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert page.locator("h1").inner_text().startswith("<img src=x onerror=window.hacked=1>")
    assert page.locator("#tree").text_content().count("<img src=x") >= 5


def test_an_account_that_is_its_own_reseller_is_still_shown(opened):
    loop = [item("a", parent="b"), item("b", parent="c"), item("c", parent="a")]

    page = opened(report(*loop))

    assert sorted(names(page)) == ["a", "b", "c"]


def test_findings_and_what_is_ignored_stand_apart(opened):
    told = report(
        findings=tuple(finding(line=line) for line in range(1, 13)),
        ignored=(item("adatum", word="ignored", text="Quota is 5.", notes=("ignored: pilot",)),),
    )

    page = opened(told)

    assert page.locator("#findings li").count() == 10
    assert "ignored: pilot" in page.locator("#ignored").text_content()
    assert page.locator("#tree-section").is_hidden()


@pytest.mark.parametrize("name", WIDTHS)
def test_nothing_sticks_out_at_any_width_and_a_picture_is_kept(opened, name, request):
    width, scheme = WIDTHS[name]
    told = report(
        item("contoso"),
        item("tailspin", parent="contoso", effects=("All is billed.",), irreversible=True),
        renamed("fabrikam", "Fabrikam", "Fabrikam " * 30),
        item("adatum", word="delete", text="A" * 200),
        document={"summary": {"no_op": 12}, "coverage": {"percent": 98.5}, "digest": "d" * 64},
        caveats=("This plan is partial: only contoso.",),
        findings=(finding(),),
        next_step="reconciler apply --digest " + "d" * 64,
    )
    folder = request.config.rootpath / ".artifacts"
    folder.mkdir(exist_ok=True)

    page = opened(told, width, scheme)
    page.screenshot(path=folder / f"page-{name}.png", full_page=True)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#tree .node").count() == 5
