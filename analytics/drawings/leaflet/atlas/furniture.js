/* What stands around and on the map: words, theme, buttons, insets. */

function paintWords() {
  const words = state.words;
  document.documentElement.lang = state.lang;
  const container = main.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", words.map);
  ["zoom_in", "zoom_out", "home"].forEach((name) => {
    parts[name].title = words[name];
    parts[name].setAttribute("aria-label", words[name]);
  });
  parts.attribution.textContent = words.attribution;
  if (parts.note) parts.note.textContent = words.insets;
  if (enlarged) enlarged.name.textContent = words.enlarged;
  for (const code in insets) insets[code].name.textContent = areaName(code);
  try {
    // The frame's own title is the component's name in code; readers of titles deserve words.
    window.frameElement.title = words.map;
  } catch (refused) {
    /* framed from elsewhere: its title is not ours to set */
  }
}

// Colours are variables of theme.css; the theme of the page around is followed without asking Python.
function paintTheme() {
  document.documentElement.dataset.scheme = scheme || state.scheme;
}

function tools() {
  const bar = element("div", "tools", parts.root);
  const button = (name, drawing, act) => {
    parts[name] = element("button", "tool", bar);
    parts[name].type = "button";
    const box = { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" };
    const svg = shape("svg", box, parts[name]);
    shape("path", { d: drawing }, svg);
    parts[name].addEventListener("click", act);
  };
  button("zoom_in", "M8 3V13M3 8H13", () => zoomBy(1));
  button("zoom_out", "M3 8H13", () => zoomBy(-1));
  button("home", "M3 6V3H6M10 3H13V6M13 10V13H10M6 13H3V10", () => {
    moved = false;
    if (!config.alone) aim = [];
    overview();
  });
}

// A map that stays as it is framed.
function still_map(place, more) {
  const map = L.map(place, {
    attributionControl: false,
    boxZoom: false,
    center: [0, 0],
    doubleClickZoom: false,
    dragging: false,
    keyboard: false,
    maxZoom: config.max_zoom,
    minZoom: 0,
    scrollWheelZoom: false,
    touchZoom: false,
    zoom: 5,
    zoomAnimation: false,
    zoomControl: false,
    zoomSnap: 0,
    ...more,
  });
  panes(map);
  return map;
}

// A part of the map once more, larger, in a corner, beside it or under it: its own areas, and what lies there.
function buildEnlarged() {
  if (!config.enlarged) return;
  const box = element("figure", "inset enlarged " + config.enlarged.place, parts.root);
  const place = element("div", "inset-map", box);
  const name = element("span", "inset-name", element("figcaption", "", box));
  const map = still_map(place, { crs: SYSTEMS[config.crs] });
  enlarged = { map: map, box: box, name: name, beside: true, group: newGroup(map, true) };
  sight = L.polygon([], { className: "sight", fill: false, interactive: false, pane: "above" }).addTo(main);
  stand(true);
  enlarged.frame = () => {
    if (box.hidden) return;
    map.invalidateSize({ pan: false });
    frameEnlarged();
    overview();
  };
  new ResizeObserver(enlarged.frame).observe(place);
}

// What it shows: its areas, or all that lies in its bounds; and where that is on the main map.
function frameEnlarged() {
  const { codes, bounds } = config.enlarged;
  const map = enlarged.map;
  const places = codes ? vertices(codes.map((code) => again[code]).filter(Boolean)) : edge(bounds.flat());
  // circles at the edge are whole
  frame(map, places, codes ? { left: 5, right: 5, top: 5, bottom: 5 } : { left: 4, right: 4, top: 14, bottom: 4 }, config.max_zoom);
  const { x, y } = map.getSize();
  const sides = [[0, 0], [x / 2, 0], [x, 0], [x, y / 2], [x, y], [x / 2, y], [0, y], [0, y / 2]];
  sight.setLatLngs(sides.map((side) => map.containerPointToLatLng(side)));
}

function buildInsets() {
  const codes = Object.values(config.insets);
  if (!codes.length) return;
  const strip = element("div", "insets", parts.root);
  codes.forEach((code) => {
    const box = element("figure", "inset", strip);
    const place = element("div", "inset-map", box);
    const caption = element("figcaption", "", box);
    const name = element("span", "inset-name", caption, code);
    const bar = element("span", "bar", caption);
    const map = still_map(place);
    insets[code] = { map: map, box: box, name: name, bar: bar };
    insets[code].group = newGroup(map, true);
    new ResizeObserver(() => {
      map.invalidateSize({ pan: false });
      frameInset(code);
    }).observe(place);
  });
  parts.note = element("div", "inset-note", strip);
  parts.insets = strip;
  // Its place and size come with the style sheet, which may arrive after the map.
  new ResizeObserver(overview).observe(strip);
}
