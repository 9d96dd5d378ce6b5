/* What the map knows, and what it tells the reader and Python. */

let config = null;
let state = null; // what Python sent last
let scheme = null; // the theme of the page around, once it has told us
let ready = false; // whether the geometry is here, or will not come
let moved = false; // whether the reader chose a view
let fitted = null; // the view that Python asked for last
let aim = []; // the places that this view holds; none for the whole map
let whole = 0; // the zoom that shows the whole map
let drawn = null; // the points on the map, as text, to see whether they changed
let main = null;
let hints = 3; // how often we still say how to zoom; more would nag those who only scroll past
const insets = {}; // code → {map, group, box, name, bar}
const areas = {}; // code → layer
const again = {}; // code → layer of the part that is enlarged
let enlarged = null; // {map, box, name, group, beside} of that part
let sight = null; // the outline of that part on the main map
const names = {}; // code → {fr, en}
let marks = []; // a marker an incident
let dots = []; // circles of its further places
let joints = []; // lines from the incident that is chosen to them
let towns = []; // [name, latitude, longitude], the largest first
let circles = []; // markers with the code of their area
let counted = "[]"; // the circles on the map, as text, to see whether they changed
const parts = {}; // the furniture: tip, hint, buttons, attribution

function report(kind, code) {
  // The time makes a second click on the same thing a new value; Python drops what it has seen.
  const value = { last_object_clicked_tooltip: kind + ":" + code + "@" + Date.now() };
  const shared = window.__GLOBAL_DATA__;
  if (shared) {
    shared.last_object_clicked_tooltip = value.last_object_clicked_tooltip;
    shared.previous_data = value;
  }
  if (window.Streamlit) window.Streamlit.setComponentValue(value);
}

function areaName(code) {
  const known = names[code] || {};
  return (state && known[state.lang]) || known.fr || code;
}

function tell(lines, x, y) {
  parts.tip.replaceChildren();
  lines.filter(Boolean).forEach((line, index) => {
    element("div", index ? "detail" : "name", parts.tip, line);
  });
  parts.tip.hidden = false;
  const box = parts.tip.getBoundingClientRect();
  const right = document.documentElement.clientWidth;
  const left = Math.max(4, Math.min(x + 14, right - box.width - 4));
  const top = y - box.height - 12 > 4 ? y - box.height - 12 : y + 18;
  parts.tip.style.left = left + "px";
  parts.tip.style.top = top + "px";
}

function hush() {
  parts.tip.hidden = true;
}

function hint(text) {
  if (!hints || parts.hint.classList.contains("shown")) return;
  hints -= 1;
  parts.hint.textContent = text;
  parts.hint.classList.add("shown");
  setTimeout(() => parts.hint.classList.remove("shown"), 1600);
}
