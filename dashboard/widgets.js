// What Streamlit's widgets can not be told: their few words in the reader's language, accents, and what each is about.
"use strict";

(() => {
  const { words, names, about } = JSON.parse(document.getElementById("widgets-told").textContent);

  // ---- words: Streamlit has them in English only -----------------------------------------------------------------
  const same = new Map(Object.entries(words));
  const begun = [...same].filter(([english]) => english.endsWith("{name}"));
  const LABELS = ["aria-label", "title", "placeholder"];
  const OURS = "[data-testid=stMarkdownContainer]:not([data-testid=stFileUploader] button *), .stHtml, #find, iframe";

  function translated(text) {
    const bare = text.trim();
    if (same.has(bare)) return same.get(bare);
    for (const [english, own] of begun) {
      const start = english.slice(0, -"{name}".length);
      if (bare.startsWith(start)) return own.replace("{name}", bare.slice(start.length));
    }
    return null;
  }

  // "Search: what the table is called"
  function described(text) {
    const [what, ...of] = text.split(": ");
    return of.length && same.has(what) ? `${same.get(what)}\u202f: ${of.join(": ")}` : translated(text);
  }

  function put(text) {
    const own = translated(text.nodeValue);
    if (own !== null && own !== text.nodeValue && !text.parentElement?.closest(OURS)) text.nodeValue = own;
  }

  function label(element) {
    for (const name of LABELS) {
      const own = element.hasAttribute(name) ? described(element.getAttribute(name)) : null;
      if (own !== null && own !== element.getAttribute(name)) element.setAttribute(name, own);
    }
  }

  function whole(node) {
    if (node.nodeType === Node.TEXT_NODE) return put(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(OURS)) return;
    label(node);
    node.querySelectorAll("[aria-label], [title], [placeholder]").forEach(label);
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) put(texts.currentNode);
  }

  if (same.size) {
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(whole);
        else if (change.type === "attributes") label(change.target);
        else put(change.target);
      }
    }).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: LABELS,
    });
    whole(document.getElementById("root"));
  }

  // ---- names: to who hears a page, ten buttons “Open” are one, so each says what it opens, too -----------------------
  const KEYED = /st-key-(receipt|take|embed|bar)-([\w-]+)/;
  const NAMED = "[class*=st-key-] button, [class*=st-key-bar-] input, [data-testid=stHeaderActionElements] a";
  const text = (node) => node?.textContent.trim() ?? "";

  // what an element does, and to what, where only the first is said
  function said(element) {
    const heading = element.closest("h1, h2, h3, h4");
    if (heading) return [about.heading, text(heading)];
    const [, does, of] = element.closest("[class*=st-key-]").className.match(KEYED) ?? [];
    const verb = about.verbs[does];
    const what = (does === "receipt" ? about.figures : about.pictures)[of];
    if (verb && what && [text(element), element.ariaLabel].includes(verb)) return [verb, what];
    const field = element.closest("[data-testid=stMultiSelect], [data-testid=stSelectbox]")?.querySelector("input");
    return field && about.fields.includes(element.ariaLabel) ? [element.ariaLabel, field.ariaLabel] : null;
  }

  function name() {
    asked = 0;
    for (const element of document.querySelectorAll(NAMED)) {
      const own = said(element)?.join(about.colon);
      if (own && own !== element.ariaLabel) element.ariaLabel = own;
    }
    // a named part of the page is none that is there for its looks alone, and what it holds has the name of the field
    for (const zone of document.querySelectorAll("[data-testid=stFileUploaderDropzone][role=presentation]")) {
      zone.setAttribute("role", "group");
      for (const field of zone.querySelectorAll("input")) field.ariaLabel = zone.ariaLabel;
    }
  }

  let asked = 0; // once for all that changes between two frames
  new MutationObserver(() => (asked ||= requestAnimationFrame(name))).observe(document.getElementById("root"), {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["aria-label"],
  });

  // ---- accents: a list is searched by its letters as they are, so what is typed takes those of the likeliest name ----
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[ ’']/g, "-").toLowerCase();
  const typed = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

  function likeliest(text, among) {
    const asked = plain(text);
    const at = (name) => plain(name).indexOf(asked);
    const found = among.filter((name) => at(name) >= 0);
    const rank = (name) => (at(name) === 0 ? 0 : /[^\p{L}]/u.test(name[at(name) - 1]) ? 1 : 2);
    found.sort((one, other) => rank(one) - rank(other) || one.length - other.length);
    return found.length ? found[0].slice(at(found[0]), at(found[0]) + text.length) : text;
  }

  addEventListener(
    "input",
    (event) => {
      const of = event.target.closest?.("[class*=st-key-widget-], [class*=st-key-compare-]")?.className;
      const among = names[of?.match(/st-key-(?:widget|compare)-([a-z]+)/)?.[1]];
      const text = event.target.value;
      if (!among || event.isComposing || text.length < 2) return;
      const own = likeliest(text, among);
      // by the field's own setter: Streamlit then takes it for what was typed
      if (own.toLowerCase() !== text.toLowerCase()) typed.call(event.target, own);
    },
    { capture: true },
  );
})();
