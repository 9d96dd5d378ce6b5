/* The rows of a table of the reader's own, however many: the server has gathered them into few spots, and here those that
   are close on the screen share a circle, at every zoom anew. Squares count what is known to an area alone. */

const SHARING = 46; // pixels: the side of the squares whose spots share a circle
const NEAREST = 22; // the same where one cannot come nearer
const WIDEST = 64; // pixels: the diameter of the largest circle of a view
const WIDEST_INSET = 30;
const MOST_NAMED = 5; // areas of one square
const STEPS = 1000; // of a degree

let imported = []; // {lat, lng, number, one}: the spots
let importedRead = ""; // what they were read from, as text
let importedAreas = []; // the same of areas with their name, and what is known of their rows (alone)
let heaps = []; // the markers on the map

function readImported() {
  const shown = state && state.imported;
  const now = JSON.stringify(shown || null);
  if (now === importedRead) return false;
  importedRead = now;
  imported = [];
  importedAreas = (shown ? shown.areas : []).map(([lat, lng, number, name, alone]) => {
    return { place: L.latLng(lat, lng), number: number, one: true, name: name, alone: alone };
  });
  const flat = shown ? shown.spots : [];
  for (let at = 0, lat = 0, lng = 0; at < flat.length; at += 3) {
    lat += flat[at];
    lng += flat[at + 1];
    const place = L.latLng(lat / STEPS, lng / STEPS);
    imported.push({ place: place, number: Math.abs(flat[at + 2]), one: flat[at + 2] > 0 });
  }
  return true;
}

const insetHolding = (place) => {
  return Object.keys(insets).find((code) => areas[code] && areas[code].getBounds().pad(0.5).contains(place));
};

// The spots of one map that share a circle at its zoom: {x, y, number, spots}.
function heapsOf(map, spots) {
  const side = map.getZoom() >= map.getMaxZoom() ? NEAREST : SHARING;
  const found = new Map();
  spots.forEach((spot) => {
    const { x, y } = map.project(spot.place);
    const key = Math.floor(x / side) + ":" + Math.floor(y / side);
    const heap = found.get(key) || { x: 0, y: 0, number: 0, spots: [] };
    heap.x += x * spot.number;
    heap.y += y * spot.number;
    heap.number += spot.number;
    heap.spots.push(spot);
    found.set(key, heap);
  });
  return [...found.values()];
}

const diameterOf = (number, one) => Math.max(6.5 * number.toLocaleString(state.lang).length + 10, one * Math.sqrt(number));

// Those whose middle another one would cover become part of it, the largest first.
function apart(heaps, one) {
  const kept = [];
  const middle = (heap) => L.point(heap.x / heap.number, heap.y / heap.number);
  heaps.sort((heap, other) => other.number - heap.number).forEach((heap) => {
    const near = kept.find((other) => {
      const reach = (diameterOf(other.number, one) + diameterOf(heap.number, one)) / 3;
      return middle(other).distanceTo(middle(heap)) < reach;
    });
    if (!near) kept.push(heap);
    else {
      near.x += heap.x;
      near.y += heap.y;
      near.number += heap.number;
      near.spots.push(...heap.spots);
    }
  });
  return kept.map((heap) => ({ ...heap, middle: middle(heap) }));
}

function heapIcon(number, one, className) {
  const text = number.toLocaleString(state.lang);
  const diameter = diameterOf(number, one);
  const target = Math.max(24, Math.ceil(diameter));
  const half = target / 2;
  const box = [-half, -half, target, target].join(" ");
  const svg = shape("svg", { viewBox: box, width: target, height: target, "aria-hidden": "true" });
  if (className === "heap") shape("circle", { class: "sum", r: diameter / 2 - 0.5 }, svg);
  else shape("rect", { class: "alone", x: -diameter / 2, y: -9, width: diameter, height: 18 }, svg);
  shape("text", { class: "count", y: "0.36em" }, svg).textContent = text;
  return L.divIcon({ html: svg, className: className, iconSize: [target, target] });
}

const rowsSaid = (number) => {
  const words = state.imported.words;
  return fill(number === 1 ? words.row : words.rows, { n: number.toLocaleString(state.lang) });
};

function heapMarker(map, place, icon, lines, act) {
  const marker = L.marker(place, { icon: icon, riseOnHover: true });
  const show = (x, y) => tell(lines, x, y);
  marker.on("mouseover", (event) => {
    if (!touch) show(event.originalEvent.clientX, event.originalEvent.clientY);
  });
  marker.on("mouseout", hush);
  marker.on("add", () => {
    const element = marker.getElement();
    const box = () => element.getBoundingClientRect();
    const open = act || (() => show(box().right, box().top));
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", lines.filter(Boolean).join(", "));
    element.addEventListener("click", open);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open();
      parts.root.focus(); // what had the focus is gone
    });
    element.addEventListener("focus", () => element.matches(":focus-visible") && show(box().right, box().top));
    element.addEventListener("blur", hush);
  });
  heaps.push(marker.addTo(map));
}

// Come nearer until the spots of a circle part, or as near as one can.
function openHeap(heap, place) {
  hush();
  const zoom = main.getZoom();
  const pad = { left: 40, right: 40, top: 40, bottom: 40 };
  frame(main, heap.spots.map((spot) => spot.place), pad, main.getMaxZoom());
  moved = true;
  if (main.getZoom() < zoom + 1) main.setView(place, Math.min(zoom + 1, main.getMaxZoom()), { animate: false });
}

// What is said of a circle, or of the square of what is known to areas alone.
function linesOfHeap(heap, opens) {
  const words = state.imported.words;
  const [first, ...others] = heap.spots;
  if (!first.name) return [rowsSaid(heap.number), (others.length || !first.one) && words.several, opens && words.opens];
  const names = heap.spots.slice(0, MOST_NAMED).map((spot) => spot.name);
  const more = heap.spots.length > MOST_NAMED ? " …" : "";
  return [names.join(", ") + more, rowsSaid(heap.number), first.alone, opens && words.opens];
}

// As little lower as lets a square be read beside those that are drawn before: they may be of one place.
function below(at, width, taken) {
  const free = (y) => !taken.some((box) => Math.abs(box.x - at.x) < (box.width + width) / 2 && Math.abs(box.y - y) < 20);
  const step = [0, 20, -20, 40].find((each) => free(at.y + each)) || 0;
  const moved = L.point(at.x, at.y + step);
  taken.push({ x: moved.x, y: moved.y, width: width });
  return moved;
}

function drawHeaps(map, spots, className, widest, taken) {
  const found = heapsOf(map, spots);
  const largest = Math.max(1, ...found.map((heap) => heap.number));
  const one = className === "heap" ? Math.min(widest / Math.sqrt(largest), config.circle) : 0;
  // by pixels: on these projections two corners in degrees would drop what is in view
  const view = L.bounds([0, 0], map.getSize());
  apart(found, one).forEach((heap) => {
    const alone = className !== "heap";
    const place = map.unproject(alone ? below(heap.middle, diameterOf(heap.number, one), taken) : heap.middle);
    if (map === main && !view.contains(map.latLngToContainerPoint(place))) return;
    const opens = map === main && heap.spots.length > 1 && map.getZoom() < map.getMaxZoom();
    const icon = heapIcon(heap.number, one, className);
    heapMarker(map, place, icon, linesOfHeap(heap, opens), opens ? () => openHeap(heap, place) : null);
    heaps[heaps.length - 1].setZIndexOffset(-100 * Math.round(Math.sqrt(heap.number)));
  });
}

// All that is in view, anew.
function drawImported() {
  heaps.forEach((marker) => marker.remove());
  heaps = [];
  if (!state || !state.imported || !ready) return;
  const homes = new Map([main, ...Object.values(insets).map((inset) => inset.map)].map((map) => [map, []]));
  [...imported, ...importedAreas].forEach((spot) => {
    const code = insetHolding(spot.place);
    homes.get(code ? insets[code].map : main).push(spot);
  });
  homes.forEach((spots, map) => {
    // of each kind of area apart: a square says one thing of all its rows
    const kinds = new Set(spots.map((spot) => spot.alone || ""));
    const taken = [];
    kinds.forEach((kind) => {
      const own = spots.filter((spot) => (spot.alone || "") === kind);
      drawHeaps(map, own, kind ? "heap area-alone" : "heap", map === main ? WIDEST : WIDEST_INSET, taken);
    });
  });
}

let importedSoon = 0;

// Once a frame, however often the view moves in it.
function drawImportedSoon() {
  if (!state || !state.imported) return;
  cancelAnimationFrame(importedSoon);
  importedSoon = requestAnimationFrame(drawImported);
}

function paintImported() {
  if (readImported()) drawImported();
}
