/* What the map and its insets show. A zoom of the reader is never undone by a change of filter. */

// Kilometres that a scale bar may stand for.
const SCALE_STEPS = [5, 10, 20, 50, 100, 200, 500];

let framing = false; // whether the map moves because we frame it, not because the reader moves it

// What a frame must hold: every vertex, since on a conic or curved projection two corners mislead.
function vertices(layers) {
  const found = [];
  const collect = (item) => (Array.isArray(item) ? item.forEach(collect) : found.push(item));
  layers.forEach((layer) => collect(layer.getLatLngs()));
  return found;
}

function frame(map, places, pads, deepest) {
  const size = map.getSize();
  if (!places.length || size.x < 20 || size.y < 20) return;
  const box = L.bounds(places.map((place) => map.project(place, 0)));
  const extent = box.getSize();
  const room = L.point(size.x - pads.left - pads.right, size.y - pads.top - pads.bottom);
  const ratio = Math.min(room.x / Math.max(extent.x, 1e-9), room.y / Math.max(extent.y, 1e-9));
  const zoom = Math.min(Math.log2(Math.max(ratio, 1e-9)), deepest, map.getMaxZoom());
  framing = true;
  map.setView(map.unproject(box.getCenter(), 0), zoom, { animate: false });
  // in pixels: where much of the frame is taken, its middle may lie beyond the pole, where there are no degrees
  map.panBy([(pads.right - pads.left) / 2, (pads.bottom - pads.top) / 2], { animate: false });
  framing = false;
}

function scaleBar(bar, map) {
  const middle = map.getSize().divideBy(2);
  const place = (shift) => map.containerPointToLatLng(middle.add([shift, 0]));
  const metres = map.distance(place(-10), place(10)) / 20;
  const longest = bar.dataset.longest * metres;
  const kilometres = SCALE_STEPS.filter((step) => step * 1000 <= longest).pop() || SCALE_STEPS[0];
  bar.style.setProperty("--length", Math.round((kilometres * 1000) / metres) + "px");
  bar.textContent = kilometres + " km";
}

function frameInset(code) {
  if (!areas[code]) return;
  const pad = { left: 8, right: 8, top: 9, bottom: 5 };
  frame(insets[code].map, vertices([areas[code]]), pad, config.max_zoom);
  const { bar, box } = insets[code];
  bar.dataset.longest = Math.min(34, box.clientWidth - 46); // its kilometres stand beside it
  scaleBar(bar, insets[code].map);
}

// The room that the insets take: a column on the left of a wide map, a row under a narrow one.
function pads() {
  const pad = { left: 10, right: 10, top: 10, bottom: 22 };
  const map = parts.root.getBoundingClientRect();
  // France leaves its upper left corner free, the more so where it lies a little lower.
  if (enlarged && config.enlarged.place === "corner") pad.top += map.height / 10;
  if (enlarged && config.enlarged.place === "beside") {
    const box = enlarged.box.getBoundingClientRect();
    if (box.width < 0.9 * map.width) pad.right += map.right - box.left;
    else pad.bottom += map.bottom - box.top - 14;
  }
  if (!parts.insets) return pad;
  const strip = parts.insets.getBoundingClientRect();
  if (strip.height > strip.width) pad.left += strip.right - map.left;
  else pad.bottom += map.bottom - strip.top - 14;
  return pad;
}

// The whole map, or what Python asked to look at; not where the reader chose a view.
function overview() {
  if (!ready || moved) return;
  const away = new Set(Object.values(config.insets).concat(config.unframed));
  const shown = Object.keys(areas).filter((code) => !away.has(code));
  if (!shown.length) return;
  if (enlarged) stand(true);
  frame(main, vertices(shown.map((code) => areas[code])), pads(), config.max_zoom);
  whole = main.getZoom();
  Object.keys(insets).forEach(frameInset);
  if (aim.length) {
    const pad = pads();
    for (const side in pad) pad[side] += 24;
    frame(main, aim, pad, config.fit_zoom);
  }
  settle();
}

// A country is looked at where most of it lies, without its islands at the other end of the world.
function mainland(layer) {
  const [shapes] = [layer.getLatLngs()].map((found) => (Array.isArray(found[0][0]) ? found : [found]));
  const size = (shape) => {
    const box = L.latLngBounds(shape.flat(Infinity));
    return (box.getNorth() - box.getSouth()) * (box.getEast() - box.getWest());
  };
  return shapes.reduce((best, shape) => (size(shape) > size(best) ? shape : best)).flat(Infinity);
}

// The corners of a rectangle and the middles of its sides: on a conic projection two corners mislead.
function edge([south, west, north, east]) {
  const middle = [(south + north) / 2, (west + east) / 2];
  return [
    [south, west], [south, middle[1]], [south, east], [middle[0], east],
    [north, east], [north, middle[1]], [north, west], [middle[0], west],
  ].map((place) => L.latLng(place));
}

function fit() {
  const wanted = JSON.stringify([state.fit, state.look ? state.inside : []]);
  if (wanted === fitted) return;
  const first = fitted === null;
  fitted = wanted;
  const within = state.look ? state.inside.filter((code) => areas[code] && !insets[code]) : [];
  const shapes = within.map((code) => areas[code]);
  const places = config.area === "country" ? shapes.flatMap(mainland) : vertices(shapes);
  aim = state.fit ? edge(state.fit) : places;
  // A new place to look at moves the map; one that is taken back does where the reader has not moved it himself.
  if (aim.length) moved = false;
  if (!first || aim.length) overview();
}

// Whether the part that is enlarged stands beside the map.
function stand(beside) {
  enlarged.box.hidden = !beside;
  sight.getElement().style.display = beside ? "" : "none";
  parts.root.classList.toggle("split", beside && config.enlarged.place === "beside");
}

// Where the reader comes nearer, what was enlarged beside the map is drawn in it.
function settle() {
  if (!enlarged) return;
  const beside = main.getZoom() < whole + 1;
  stand(beside);
  if (beside === enlarged.beside) return;
  enlarged.beside = beside;
  placeCircles();
  placePoints();
}

// Around the middle of what is seen of the map, which is not that of its frame where something lies on it.
function zoomBy(step) {
  const { left, right, top, bottom } = pads();
  const { x, y } = main.getSize();
  const middle = L.point((left + x - right) / 2, (top + y - bottom) / 2);
  main.setZoomAround(middle, main.getZoom() + step, { animate: !still });
}
