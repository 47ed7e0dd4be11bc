"use strict";
// Draws the tree, the findings and what was ignored. Text is only ever set as text, never as markup.

const AT_ONCE = 100; // so many neighbours are drawn; the rest waits behind a button
const FEW = 40; // so many accounts found by a search are unfolded at once

const data = JSON.parse(document.getElementById("data").textContent);
const text = (number) => data.strings[number];
const items = data.items.map(item);
const ignored = data.ignored.map(item);
const chosen = new Set();
let query = "";

function item([address, instance, account, parent, kind, word, said, tone, fields, notes, grave]) {
  return {
    address: text(address), instance: text(instance), account: text(account), parent: text(parent),
    kind: text(kind), word: text(word), said: text(said), tone: text(tone), grave: grave === 1,
    fields: fields.map((field) => field.map(text)), notes: notes.map(text),
  };
}

// ---- What is shown -------------------------------------------------------------------------

const GRAVE = "destroys, grants or cannot be undone";

function matches(one) {
  const picked = chosen.size === 0 || chosen.has(one.word) || (one.grave && chosen.has(GRAVE));
  return picked && (query === "" || haystack(one).includes(query));
}

function haystack(one) {
  one.haystack ??= [one.address, one.parent, one.word, one.said, ...one.fields.flat(), ...one.notes]
    .join("\n").toLowerCase();
  return one.haystack;
}

function found(finding) {
  const all = [finding.word, finding.code, finding.message, finding.hint, ...finding.places];
  return query === "" || all.join("\n").toLowerCase().includes(query);
}

// ---- The tree: instances, resellers, customers ---------------------------------------------

function branches(shown) {
  const instances = new Map();
  const nodes = new Map();
  const node = (instance, name) => {
    const key = JSON.stringify([instance, name]);
    if (!nodes.has(key)) nodes.set(key, { name, instance, items: [], children: [], above: null });
    return nodes.get(key);
  };
  for (const one of shown) {
    const here = node(one.instance, one.account);
    here.items.push(one);
    if (one.parent && here.above === null) {
      const above = node(one.instance, one.parent);
      if (!isBelow(above, here)) {
        here.above = above;
        above.children.push(here);
      }
    }
  }
  for (const here of nodes.values()) {
    if (!instances.has(here.instance)) {
      instances.set(here.instance, { name: here.instance, items: [], children: [], above: null });
    }
    if (here.above === null) instances.get(here.instance).children.push(here);
  }
  return { roots: [...instances.values()], accounts: nodes.size };
}

function isBelow(node, other) {
  for (let here = node; here !== null; here = here.above) if (here === other) return true;
  return false;
}

function tally(node, words = new Map()) {
  for (const one of node.items) {
    const entry = words.get(one.word) ?? { tone: one.tone, count: 0, grave: false };
    entry.count += 1;
    entry.grave ||= one.grave;
    words.set(one.word, entry);
  }
  for (const child of node.children) tally(child, words);
  return words;
}

function branch(node, open) {
  const box = make("details", "node");
  const badges = make("span", "badges");
  for (const [word, { tone, count, grave }] of tally(node)) {
    badges.append(make("span", `badge tone-${tone}${grave ? " grave" : ""}`, `${count} ${word}`));
  }
  const below = node.children.length ? `${node.children.length} below` : "";
  const head = make("summary", "", make("span", "name", node.name), make("span", "note", below), badges);
  box.append(head);
  const draw = () => {
    if (box.childElementCount > 1) return;
    const body = make("div");
    box.append(body);
    for (const one of node.items) body.append(row(one));
    piecewise(body, node.children, (child) => branch(child, false));
  };
  box.addEventListener("toggle", () => box.open && draw());
  if (open) {
    draw();
    box.open = true;
  }
  return box;
}

// ---- One thing -----------------------------------------------------------------------------

function row(one, named = false) {
  const word = make("span", `badge tone-${one.tone}${one.grave ? " grave" : ""}`, one.word);
  const head = make("div", "head", word, make("span", "kind", named ? one.address : one.kind), make("span", "", one.said));
  const box = make("div", "item", head);
  if (one.fields.length) box.append(sides(one.fields));
  for (const note of one.notes) box.append(make("p", "note", note));
  return box;
}

function sides(fields) {
  const names = ["field", ...data.sides];
  const head = make("tr", "", ...names.map((name) => make("th", "", name)));
  const rows = fields.map((field) => make("tr", "", ...field.map((value, number) => {
    const cell = make("td", ["path", `left ${names[1]}`, `right ${names[2]}`][number], value);
    cell.dataset.side = number ? `${names[number]}:` : "";
    return cell;
  })));
  return make("table", "sides", make("thead", "", head), make("tbody", "", ...rows));
}

function finding(one) {
  const tone = { error: "bad", warning: "warning", info: "quiet" }[one.severity];
  const head = make("div", "head", make("span", "badge", one.word), ` ${one.code}: ${one.message}`);
  const box = make("div", `finding tone-${tone}`, head);
  if (one.hint) box.append(make("p", "note", one.hint));
  const places = one.places.filter(Boolean);
  if (places.length) {
    const list = make("ul");
    piecewise(list, places, (place) => make("li", "", make("code", "", place)), 10);
    box.append(list);
  }
  return box;
}

function make(name, style = "", ...content) {
  const element = document.createElement(name);
  if (style) element.className = style;
  element.append(...content);
  return element;
}

function piecewise(box, things, draw, most = AT_ONCE) {
  box.append(...things.slice(0, most).map(draw));
  const rest = things.slice(most);
  if (rest.length === 0) return;
  const button = make("button", "more", `Show more (${rest.length})`);
  button.type = "button";
  button.addEventListener("click", () => {
    const last = box.childElementCount;
    button.remove();
    piecewise(box, rest, draw, Math.max(most, AT_ONCE));
    const next = box.children[last - 1];
    (next.querySelector("summary") ?? next).focus();
  });
  box.append(button);
}

// ---- The page ------------------------------------------------------------------------------

function draw() {
  const shown = items.filter(matches);
  const { roots, accounts } = branches(shown);
  const searched = query !== "" || chosen.size > 0;
  fill("tree", roots, (root) => branch(root, true));
  if ((searched || accounts <= 12) && accounts <= FEW) unfold();
  fill("findings", data.findings.filter(found), finding);
  fill("ignored", ignored.filter((one) => query === "" || haystack(one).includes(query)), (one) => row(one, true));
  const all = shown.length === items.length ? "" : ` of ${items.length}`;
  document.getElementById("shown").textContent = `${shown.length}${all} shown, in ${accounts} accounts`;
}

function fill(name, things, show) {
  const box = document.getElementById(name);
  box.replaceChildren();
  piecewise(box, things, show);
  document.getElementById(`${name}-section`).hidden = things.length === 0;
}

function unfold() {
  for (let left = true; left; ) {
    const closed = document.querySelectorAll("#tree details:not([open])");
    left = closed.length > 0;
    for (const box of closed) {
      box.open = true;
      box.dispatchEvent(new Event("toggle"));
    }
  }
}

function fold() {
  for (const box of document.querySelectorAll("#tree details[open]")) box.open = false;
}

function chips() {
  const words = tally({ items, children: [] });
  const graves = items.filter((one) => one.grave).length;
  if (graves) words.set(GRAVE, { count: graves });
  for (const [word, { count }] of words) {
    const chip = make("button", "", `${word} (${count})`);
    chip.type = "button";
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", () => {
      if (!chosen.delete(word)) chosen.add(word);
      chip.setAttribute("aria-pressed", String(chosen.has(word)));
      draw();
    });
    document.getElementById("chips").append(chip);
  }
}

let waiting = 0;
document.getElementById("search").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    query = event.target.value.trim().toLowerCase();
    draw();
  }, 120);
});
document.getElementById("unfold").addEventListener("click", unfold);
document.getElementById("fold").addEventListener("click", fold);
window.addEventListener("beforeprint", unfold);
document.getElementById("tools").hidden = items.length + data.findings.length + ignored.length === 0;
chips();
draw();
