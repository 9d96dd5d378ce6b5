// The search of every page: asks the server as one types, and shows what it answers as a list to choose from
// (ARIA combobox with a listbox). It stands outside of what Streamlit draws, so that no run of a page touches it.
"use strict";

(() => {
  const WAIT = 120; // milliseconds without a key before the server is asked
  const box = document.getElementById("find");
  const field = box.querySelector("input[role=combobox]");
  const panel = box.querySelector(".find-panel");
  const list = box.querySelector("[role=listbox]");
  const meant = box.querySelector(".find-meant");
  const status = box.querySelector("[role=status]");
  const told = box.dataset;
  let shown = []; // the pages that the options lead to
  let answered = ""; // the words that they answer
  let chosen = -1;
  let waiting; // to ask
  let asking; // the request that is under way
  let goes = false; // whether Enter was pressed before the answer was there

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const words = () => field.value.trim();

  function close() {
    panel.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(place) {
    chosen = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function option(label, about, place) {
    const item = document.createElement("li");
    item.id = `find-${place}`;
    item.setAttribute("role", "option");
    for (const [name, text] of [["find-name", label], ["find-about", about]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part, " ");
    }
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    item.addEventListener("click", () => go(shown[place]));
    return item;
  }

  function about(found) {
    const near = found.distance_km === null ? "" : filled(told.near, { distance: found.distance_km });
    return [found.kind_label, near, found.place, found.date, found.evidence].filter(Boolean).join(" · ");
  }

  function show(text, answer) {
    const all = answer.data.length ? [{ page: listed(text), label: filled(told.all, { text }), about: "" }] : [];
    const options = [...answer.data.map((found) => ({ ...found, about: about(found) })), ...all];
    answered = text;
    shown = options.map((each) => each.page);
    list.replaceChildren(...options.map((each, place) => option(each.label, each.about, place)));
    const put = answer.meta.did_you_mean;
    meant.textContent = answer.data.length ? (put ? filled(told.meant, { text: put }) : "") : told.nothing;
    meant.hidden = !meant.textContent;
    list.hidden = !options.length;
    panel.hidden = false;
    field.setAttribute("aria-expanded", String(options.length > 0));
    mark(options.length ? 0 : -1);
    const count = answer.data.length;
    status.textContent = [meant.textContent, count ? filled(count > 1 ? told.many : told.one, { number: count }) : ""].join(" ");
    if (goes) enter();
  }

  function listed(text) {
    return `${told.base}/?${new URLSearchParams({ q: text, lang: told.lang })}`;
  }

  async function ask() {
    const text = words();
    asking?.abort();
    if (!text) return close();
    asking = new AbortController();
    const query = new URLSearchParams({ q: text.slice(0, Number(told.longest)), lang: told.lang });
    try {
      const answer = await fetch(`${told.base}/api/v1/search?${query}`, { signal: asking.signal });
      if (answer.ok && text === words()) show(text, await answer.json());
    } catch (failure) {
      if (failure.name !== "AbortError") close(); // without an answer the field still leads to the list of incidents
    }
  }

  function enter() {
    goes = false;
    go(shown[Math.max(chosen, 0)] ?? listed(words()));
  }

  // what is found is told in the language of this page, and an incident opens within what was chosen
  function within(page) {
    const to = new URL(page, location.href);
    if (!to.searchParams.has("lang")) to.searchParams.set("lang", told.lang);
    if (!to.searchParams.has("incident")) return to.href;
    for (const [name, value] of new URLSearchParams(location.search))
      if (told.narrowing.split(" ").includes(name)) to.searchParams.append(name, value);
    return to.href;
  }

  function go(found) {
    const page = within(found);
    const app = document.querySelector("[data-testid=stApp]");
    field.value = "";
    answered = "";
    close();
    if (!app) return location.assign(page);
    // what Streamlit does when one goes back: the page is run, the dashboard not loaded again
    history.pushState({}, "", page);
    dispatchEvent(new PopStateEvent("popstate"));
    const main = document.querySelector("[data-testid=stMain]");
    main?.scrollTo({ top: 0 });
    field.blur();
    main?.focus({ preventScroll: true });
  }

  field.addEventListener("input", () => {
    goes = false;
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  field.addEventListener("focus", () => {
    if (words() && answered === words() && shown.length) {
      panel.hidden = false;
      field.setAttribute("aria-expanded", "true");
    }
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const open = !panel.hidden && shown.length;
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (!open) field.value = "";
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((chosen + step + shown.length) % shown.length);
    } else if (event.key === "ArrowDown" && words()) {
      ask();
    } else {
      return;
    }
    event.preventDefault();
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!words()) return;
    goes = answered !== words();
    if (!goes) return enter();
    clearTimeout(waiting);
    ask();
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false])");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  // it scrolls away with the page, and comes back for whoever types
  addEventListener(
    "scroll",
    (event) => {
      if (event.target.dataset?.testid === "stMain") box.style.setProperty("--away", `${-event.target.scrollTop}px`);
    },
    { capture: true, passive: true },
  );
})();
