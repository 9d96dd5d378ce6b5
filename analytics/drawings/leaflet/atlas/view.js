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
  const shift = L.point(pads.right - pads.left, pads.bottom - pads.top).divideBy(2 * Math.pow(2, zoom));
  framing = true;
  map.setView(map.unproject(box.getCenter().add(shift), 0), zoom, { animate: false });
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
  scaleBar(insets[code].bar, insets[code].map);
}

// The room that the insets take: a column on the left of a wide map, a row under a narrow one.
function pads() {
  const pad = { left: 10, right: 10, top: 10, bottom: 22 };
  const map = parts.root.getBoundingClientRect();
  if (enlarged) {
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

function overview() {
  if (!ready || moved) return;
  const away = new Set(Object.values(config.insets).concat(config.unframed));
  const shown = Object.keys(areas).filter((code) => !away.has(code));
  if (!shown.length) return;
  frame(main, vertices(shown.map((code) => areas[code])), pads(), config.max_zoom);
  Object.keys(insets).forEach(frameInset);
}

function fit() {
  const wanted = JSON.stringify(state.fit);
  if (wanted === fitted) return;
  fitted = wanted;
  if (!state.fit) return;
  const [south, west, north, east] = state.fit;
  const middle = [(south + north) / 2, (west + east) / 2];
  const places = [
    [south, west], [south, middle[1]], [south, east], [middle[0], west],
    [middle[0], east], [north, west], [north, middle[1]], [north, east],
  ].map((place) => L.latLng(place));
  moved = true;
  const pad = pads();
  for (const side in pad) pad[side] += 24;
  frame(main, places, pad, config.fit_zoom);
}

function zoomBy(step) {
  main.setZoom(main.getZoom() + step, { animate: !still });
}
