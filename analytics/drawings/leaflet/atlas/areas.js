/* Areas by colour or pattern, and the circles of their counts. */

function watchArea(code, layer) {
  const lines = () => [areaName(code), state && state.notes[code]];
  layer.on("mouseover mousemove", (event) => {
    if (!touch) tell(lines(), event.originalEvent.clientX, event.originalEvent.clientY);
  });
  layer.on("mouseout", hush);
  layer.on("click", () => report(config.area, code));
}

function drawAreas(collection) {
  collection.features.forEach((feature) => {
    const properties = feature.properties;
    const code = properties.code;
    names[code] = { fr: properties.name_fr || properties.name, en: properties.name_en || properties.name };
    areas[code] = drawArea(feature, code, insets[code] ? insets[code].map : main);
    areas[code].getElement().setAttribute("role", "img");
    if (!enlarged || !enlarges(code, areas[code])) return;
    // The main map says what it is: here it is seen only.
    again[code] = drawArea(feature, code, enlarged.map);
    again[code].getElement().setAttribute("aria-hidden", "true");
  });
}

function drawArea(feature, code, home) {
  const made = L.geoJSON(feature, { style: { className: "area", fillOpacity: 1 } });
  const [layer] = made.getLayers();
  layer.addTo(home);
  layer.getElement().setAttribute(enlarged && home === enlarged.map ? "data-again" : "data-code", code);
  watchArea(code, layer);
  return layer;
}

// More areas than a reader picks one by one: a group, whose outlines would be a net over the map.
const MANY = 6;

function paintAreas() {
  const fills = {};
  for (const name in state.fills) {
    const colour = name.startsWith("--") ? "var(" + name + ")" : name;
    state.fills[name].forEach((code) => (fills[code] = colour));
  }
  const hatched = new Set(state.hatched);
  const fragile = new Set(state.fragile);
  const chosen = new Set(state.area);
  const inside = new Set(state.inside);
  for (const layers of [areas, again]) for (const code in layers) {
    const path = layers[code].getElement();
    const ground = fragile.has(code) ? thinHatching(fills[code]) : fills[code] || "";
    path.style.fill = hatched.has(code) ? "url(#atlas-no-data)" : ground;
    path.classList.toggle("hatched", hatched.has(code));
    path.classList.toggle("fragile", fragile.has(code));
    path.classList.toggle("chosen", chosen.has(code));
    path.classList.toggle("many", chosen.has(code) && chosen.size > MANY);
    path.classList.toggle("pale", inside.size > 0 && !inside.has(code));
    const note = state.notes[code];
    path.setAttribute("aria-label", areaName(code) + (note ? ", " + note : ""));
  }
  state.area.forEach((code) => [areas, again].forEach((layers) => layers[code] && layers[code].bringToFront()));
  outline();
}

let outlines = null; // what draws each region, once one is asked for

// The outline of the regions chosen, over their departments.
function outline() {
  if (!config.outlines || (!outlines && !state.region.length)) return;
  const look = { interactive: false, pane: "above", style: { className: "outline", fill: false } };
  outlines = outlines || fetch(config.outlines)
    .then((answer) => answer.json())
    .then((regions) => L.geoJSON(regions, look).getLayers());
  outlines
    .then((layers) => layers.forEach((layer) => {
      const wanted = state.region.includes(layer.feature.properties.code);
      layer[wanted ? "addTo" : "removeFrom"](main);
    }))
    .catch((problem) => console.error(problem));
}

// Between the areas and the marks, from below: outlines, circles of a count, which must hide no mark, further places.
function panes(map) {
  map.createPane("above").style.zIndex = 440;
  map.createPane("circles").style.zIndex = 450;
  map.createPane("further").style.zIndex = 460;
}

// Width of a map on which circles have their full size.
const USUAL = 560;
// Pixels: the diameter of a circle that would not be seen beside one of thousands, as on the pictures.
const SMALLEST = 3;

// How much smaller they are on this one; where it is not shown, as on paper, it has no width to ask for.
const narrowed = () => Math.min(1, (parts.root.clientWidth || USUAL) / USUAL);

function circleIcon(circle) {
  // A digit is about six pixels wide and eight high: the number stands inside only where it does not touch the rim.
  const text = circle.value.toLocaleString(state.lang);
  const room = Math.hypot(6.5 * text.length, 9) + 1;
  // The circle of places that are too many for marks is never too small for its number.
  // On a narrow map all circles are smaller in one measure, as those of the legend are (legends.py).
  const one = state.circle * narrowed();
  const diameter = Math.max(state.numbered ? room + 4 : SMALLEST, one * Math.sqrt(circle.value));
  const target = Math.ceil(diameter);
  const half = target / 2;
  const box = [-half, -half, target, target].join(" ");
  const svg = shape("svg", { viewBox: box, width: target, height: target });
  // A large circle lies over its neighbours' ground: it lets that through, and its number keeps clear of theirs.
  const large = diameter >= 60;
  // The rim lies inside, so that the whole disc has the area that its count asks for.
  shape("circle", { class: "sum" + (large ? " large" : ""), r: diameter / 2 - 0.5 }, svg);
  // One needs no number: the legend has its circle.
  if (room <= diameter && (state.numbered || circle.value > 1)) {
    shape("text", { class: "count", y: large ? diameter / 4 : "0.36em" }, svg).textContent = text;
  }
  return L.divIcon({ html: svg, className: "circle", iconSize: [target, target] });
}

function newCircle(circle, home) {
  const lines = () => [areaName(circle.code), state && state.notes[circle.code]];
  const marker = L.marker([circle.lat, circle.lng], {
    icon: circleIcon(circle),
    // Not a stop for the keyboard: the list beside the map says and does the same.
    keyboard: false,
    pane: "circles",
    // What is larger lies lower, so that no circle hides another.
    zIndexOffset: -1000 * circle.value,
  });
  marker.code = circle.code;
  marker.on("mouseover mousemove", (event) => {
    if (!touch) tell(lines(), event.originalEvent.clientX, event.originalEvent.clientY);
  });
  marker.on("mouseout", hush);
  marker.on("click", () => report(config.area, circle.code));
  marker.on("add", () => {
    marker.getElement().setAttribute("aria-hidden", "true");
    marker.getElement().setAttribute("data-circle", circle.code);
  });
  return marker.addTo(home);
}

// Whether the part that is enlarged shows an area: one of those it is made of, or one that lies in its bounds.
function enlarges(code, layer) {
  const { codes, bounds } = config.enlarged;
  return codes ? codes.includes(code) : layer.getBounds().intersects(bounds);
}

// What lies in the part that is enlarged is drawn there only, while it stands beside the map.
function inEnlarged(code, lat, lng) {
  if (!enlarged || !enlarged.beside) return false;
  const { codes, bounds } = config.enlarged;
  return codes ? codes.includes(code) : L.latLngBounds(bounds).contains([lat, lng]);
}

function homeOf(code, lat, lng) {
  if (insets[code]) return insets[code].map;
  return inEnlarged(code, lat, lng) ? enlarged.map : main;
}

function paintCircles() {
  const now = JSON.stringify(state.circles);
  if (now !== counted) {
    counted = now;
    placeCircles();
  }
  markCircles();
}

function placeCircles() {
  if (!state) return;
  if (circles.length) hush(); // a circle that goes from under the pointer tells nobody
  circles.forEach((marker) => marker.remove());
  circles = state.circles.map(([code, lat, lng, value]) => {
    return newCircle({ code: code, lat: lat, lng: lng, value: value }, homeOf(code, lat, lng));
  });
  markCircles();
}

function markCircles() {
  const chosen = new Set(state.area);
  circles.forEach((marker) => {
    const { classList } = marker.getElement();
    classList.toggle("chosen", chosen.has(marker.code));
    classList.toggle("many", chosen.has(marker.code) && chosen.size > MANY);
  });
}

function hatching() {
  const hidden = { class: "patterns", width: 0, height: 0, "aria-hidden": "true" };
  const svg = shape("svg", hidden, document.body);
  parts.patterns = shape("defs", {}, svg);
  lines("atlas-no-data", 5, 45);
}

// A ground with lines over it, for areas to be filled with.
function lines(id, size, angle) {
  const tile = { id: id, width: size, height: size, patternUnits: "userSpaceOnUse" };
  const pattern = shape("pattern", tile, parts.patterns);
  pattern.setAttribute("patternTransform", "rotate(" + angle + ")");
  const middle = size / 2;
  return {
    ground: shape("rect", { class: "ground", width: size, height: size }, pattern),
    stroke: shape("line", { class: "stroke", x1: middle, y1: 0, x2: middle, y2: size }, pattern),
  };
}

/* A fill whose value is fragile: the fill itself under thin lines, which go the other way than those of no data.
   Each fill has its own lines, since none stand out from the palest and from the darkest alike (theme.css). */
function thinHatching(colour) {
  const id = "atlas-fragile-" + colour.replace(/[^\w-]/g, "");
  if (!document.getElementById(id)) {
    const drawn = lines(id, 5, -45);
    const name = /^var\(--(.*)\)$/.exec(colour);
    drawn.ground.style.fill = colour;
    drawn.stroke.classList.add("thin");
    drawn.stroke.style.stroke = name ? "var(--thin-" + name[1] + ", var(--text))" : "var(--text)";
  }
  return "url(#" + id + ")";
}
