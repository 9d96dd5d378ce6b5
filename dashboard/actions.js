// Beside Streamlit's own buttons: copying an address or a text, the menu of a narrow screen, and on such a screen the
// way from a search or a mark to the card that it opened.
"use strict";

(() => {
  const SEEN = 4000; // milliseconds that it stands there what was copied
  const narrow = matchMedia("(max-width: 640px)");
  const box = document.getElementById("copying");
  const status = box.querySelector("[role=status]");
  const label = box.querySelector("label");
  const field = box.querySelector("textarea");
  let from; // the button that asked for what is copied by hand
  let fading;

  // ---- copying ---------------------------------------------------------------------------------------------------
  // what anybody else can open: the choice, the language, and the heading above what is shared
  function address(button) {
    const shared = new URL(location.href);
    shared.hash = "";
    if (!shared.searchParams.has("lang")) shared.searchParams.set("lang", document.documentElement.lang);
    if (button.dataset.share !== "figure") return shared.href;
    const above = (heading) => heading.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING;
    const heading = [...document.querySelectorAll("[data-testid=stMain] :is(h2, h3)[id]")].filter(above).pop();
    if (heading) shared.hash = heading.id;
    return shared.href;
  }

  async function copy(text, told, button) {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(text); // there is none where the page is not secure
    } catch {
      from = button;
      field.value = text;
      label.hidden = false;
      field.focus();
      field.select();
      return;
    }
    status.textContent = told;
    clearTimeout(fading);
    fading = setTimeout(() => (status.textContent = ""), SEEN);
  }

  field.addEventListener("blur", () => (label.hidden = true));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") from.focus();
  });

  // ---- the menu ----------------------------------------------------------------------------------------------------
  const menu = () => document.querySelector("button.menu");
  const unfold = (open) => menu()?.setAttribute("aria-expanded", String(open));

  function closeDrawer() {
    if (narrow.matches) document.querySelector("[data-testid=stSidebarCollapseButton] [aria-expanded=true]")?.click();
  }

  addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.matches("[data-share]")) copy(address(button), box.dataset.address, button);
    if (button?.matches("[data-copy]")) {
      copy(button.parentElement.querySelector("pre").textContent, box.dataset.copied, button);
    }
    if (button?.matches(".menu")) unfold(button.getAttribute("aria-expanded") !== "true");
    if (event.target.closest?.(".st-key-navigation a")) unfold(false);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu()?.getAttribute("aria-expanded") === "true") {
      unfold(false);
      menu().focus();
    }
    // what was typed is taken first
    if (event.key === "Enter" && event.target.closest?.(".st-key-widget-q")) setTimeout(closeDrawer);
  });
  // ---- a reader's own file is gone with the session: a page is turned to without loading it anew -----------------------
  const OF_PROGRAMS = /\/(api|embed|edition|assets|media|static|component)\/|\.[a-z0-9]+$/i;
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".stHtml a[href]:not([target]), .stHtml a[href][target=_self]");
    const plain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !plain || !document.querySelector(".st-key-mine-banner")) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || link.hasAttribute("download") || OF_PROGRAMS.test(to.pathname)) return;
    event.preventDefault();
    const lang = to.searchParams.get("lang") ?? link.hreflang;
    if (lang) document.documentElement.lang = lang;
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  });

  addEventListener("popstate", closeDrawer); // the search of the head goes to its result

  // ---- the answer: who hears a page is told its sentence when a choice, or another page, has changed it ---------------
  const answer = document.getElementById("answer");
  let sentence = "";
  new MutationObserver(() => {
    const now = document.querySelector("[data-testid=stMain] h1 [data-heading-text]")?.textContent ?? "";
    if (!now || now === sentence) return;
    if (sentence) answer.textContent = now;
    sentence = now;
  }).observe(document.getElementById("root"), { childList: true, subtree: true, characterData: true });

  // ---- the card ----------------------------------------------------------------------------------------------------
  let shown = ""; // the incident whose card is there
  new MutationObserver(() => {
    const card = document.querySelector("[data-testid=stMain] article.card");
    const name = card?.querySelector(".card-name")?.textContent ?? "";
    if (name === shown) return;
    shown = name;
    if (name && narrow.matches) card.closest("[data-testid=stVerticalBlock]").scrollIntoView();
  }).observe(document.getElementById("root"), { childList: true, subtree: true });
})();
