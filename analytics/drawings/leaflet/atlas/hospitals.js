/* The hospitals of the register as small points, where Python asks for them: fetched once, drawn on a canvas that takes
   no events, so that areas and marks keep theirs; what is under the pointer is looked for here. */

const REACH = 7; // pixels from a point within which it is meant

let hospitals = null; // [number, name, town, department, latitude, longitude, beds], once they are asked for
let beds = []; // a circle a hospital and map that shows it
let bedsDrawn = ""; // what they show, as text

function hospitalPane(map) {
  if (map.getPane("hospitals")) return map.hospitalRenderer;
  const pane = map.createPane("hospitals");
  pane.style.zIndex = 440;
  pane.style.pointerEvents = "none";
  map.hospitalRenderer = L.canvas({ pane: "hospitals", padding: 0.3 });
  return map.hospitalRenderer;
}

function fetchHospitals() {
  if (hospitals || !config.hospitals) return;
  hospitals = [];
  fetch(config.hospitals)
    .then((answer) => answer.json())
    .then((read) => {
      hospitals = read;
      paintHospitals();
    })
    .catch((problem) => console.error(problem));
}

function lookOf(row, hit) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const here = row[0] === state.hospitals.here;
  const look = { radius: hit ? 3.6 : 2.2, stroke: true, weight: 0.6, color: colour("--paper"), fillOpacity: 1 };
  look.fillColor = colour(hit ? "--caution" : "--no-data");
  return here ? { ...look, radius: 6, weight: 2.5, color: colour("--selected") } : look;
}

// Every hospital on each map that shows its place; those hit, and the one that is meant, above the others.
function paintHospitals() {
  const shown = state && state.hospitals;
  if (shown) fetchHospitals();
  const rows = shown && hospitals ? hospitals : [];
  const now = JSON.stringify([shown, rows.length, document.documentElement.dataset.scheme]);
  if (now === bedsDrawn) return;
  bedsDrawn = now;
  beds.forEach((circle) => circle.remove());
  beds = [];
  if (!rows.length) return;
  const hit = new Set(shown.hit);
  const rank = (row) => (row[0] === shown.here ? 2 : hit.has(row[0]) ? 1 : 0);
  [...rows].sort((one, other) => rank(one) - rank(other)).forEach((row) => {
    const inset = insets[config.insets[row[3]]];
    const near = !inset && inEnlarged(row[3], row[4], row[5]) && enlarged;
    [inset ? inset.map : main, ...(near ? [near.map] : [])].forEach((map) => {
      const look = { ...lookOf(row, hit.has(row[0])), interactive: false, pane: "hospitals" };
      const circle = L.circleMarker([row[4], row[5]], { ...look, renderer: hospitalPane(map) });
      circle.row = row;
      circle.hit = hit.has(row[0]);
      circle.home = map;
      beds.push(circle.addTo(map));
    });
  });
}

// The point under the pointer, the nearest; none where something that stands above it is.
function hospitalAt(event) {
  if (!beds.length || event.target.closest(".mark, .cluster, .further, .tools, .foot")) return null;
  let best = null;
  let least = REACH;
  new Set(beds.map((circle) => circle.home)).forEach((map) => {
    const box = map.getContainer().getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside || !map.getContainer().contains(event.target)) return;
    const at = map.mouseEventToLayerPoint(event);
    beds.forEach((circle) => {
      if (circle.home !== map || !circle._point) return;
      const away = circle._point.distanceTo(at);
      if (away < least) [best, least] = [circle, away];
    });
  });
  return best;
}

function linesOfHospital({ row, hit }) {
  const [, name, town, department, , , count] = row;
  const spoken = new Intl.NumberFormat(state.lang).format(count);
  return [name, town + " (" + department + ")", fill(state.hospitals.words.beds, { n: spoken }), hit ? state.hospitals.words.hit : ""];
}

// Before the areas below hear of it: a press that moves the map is no click.
function hospitalPointer() {
  let over = false;
  let pressed = null;
  parts.root.addEventListener("pointerdown", (event) => (pressed = [event.clientX, event.clientY]), true);
  parts.root.addEventListener("mousemove", (event) => {
    if (touch || !state || !state.hospitals) return;
    const circle = hospitalAt(event);
    if (circle) {
      event.stopPropagation();
      tell(linesOfHospital(circle), event.clientX, event.clientY);
    } else if (over) hush();
    over = Boolean(circle);
    parts.root.classList.toggle("on-hospital", over);
  }, true);
  parts.root.addEventListener("click", (event) => {
    const moved = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4;
    const circle = state && state.hospitals && !moved && hospitalAt(event);
    if (!circle || circle.row[0] === state.hospitals.here) return;
    event.stopPropagation();
    hush();
    report("hospital", circle.row[0]);
  }, true);
}
