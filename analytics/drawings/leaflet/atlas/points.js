/* A mark an incident, clusters where they stand close, and the further places of each. */

// Width of the rim of such a circle.
const RING = 3;

const FIELDS = ["incident", "type", "claimed", "called", "when", "places"];
const PLACE_FIELDS = ["lat", "lng", "department", "label", "told", "look"];
// Bits of the look of a place.
const FILLED = 1;
const FURTHER = 2;

function markIcon(point) {
  const path = config.marks[point.type];
  const svg = shape("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24, "aria-hidden": "true" });
  shape("circle", { class: "ring", r: 10 }, svg);
  shape("path", { class: "halo", d: path }, svg);
  const look = "shape" + (point.filled ? "" : " hollow") + (point.claimed ? " claimed" : "");
  const drawing = shape("path", { class: look, d: path }, svg);
  drawing.style.setProperty("--mark", "var(--type-" + point.type + ")");
  return L.divIcon({ html: svg, className: "mark", iconSize: [24, 24], iconAnchor: [12, 12] });
}

// The rim of a circle, shared out between the types of attack inside, in the order of the legend.
function ring(svg, children, radius) {
  const round = 2 * Math.PI * radius;
  let done = 0;
  Object.keys(config.marks).forEach((type) => {
    const share = children.filter((child) => child.point.type === type).length / children.length;
    if (!share) return;
    const arc = shape("circle", { class: "arc", r: radius, transform: "rotate(-90)" }, svg);
    arc.setAttribute("stroke-width", RING);
    arc.setAttribute("stroke-dasharray", share * round + " " + round);
    arc.setAttribute("stroke-dashoffset", -done * round);
    arc.style.stroke = "var(--type-" + type + ")";
    done += share;
  });
}

function clusterIcon(cluster) {
  const children = cluster.getAllChildMarkers();
  const count = children.length;
  // The area of a circle follows its count; config.circle is the diameter of one on a map of usual width. The smallest
  // still holds its number.
  const one = config.circle * narrowed();
  const diameter = Math.max(18, one * Math.sqrt(count));
  const target = Math.max(24, Math.ceil(diameter));
  const half = target / 2;
  const box = [-half, -half, target, target].join(" ");
  const svg = shape("svg", { viewBox: box, width: target, height: target, "aria-hidden": "true" });
  shape("circle", { class: "disc", r: diameter / 2 }, svg);
  ring(svg, children, diameter / 2 - RING / 2);
  shape("text", { class: "count", y: "0.36em" }, svg).textContent = count;
  // What is larger lies lower, so that no circle hides a mark.
  cluster.options.zIndexOffset = -1000 * count;
  const chosen = children.some((child) => child.point.incident === state.selected);
  const dimmed = children.every((child) => child.point.dimmed);
  const className = "cluster" + (chosen ? " chosen" : "") + (dimmed ? " dimmed" : "");
  return L.divIcon({ html: svg, className: className, iconSize: [target, target] });
}

function newGroup(map, inset) {
  const group = L.markerClusterGroup({
    maxClusterRadius: config.meet,
    iconCreateFunction: clusterIcon,
    showCoverageOnHover: false,
    // Bounds are found from two corners, which on these projections would drop marks that are in view.
    removeOutsideVisibleBounds: false,
    zoomToBoundsOnClick: !inset,
    spiderfyDistanceMultiplier: 1.25,
    spiderLegPolylineOptions: { className: "leg", weight: 1, opacity: 1, interactive: false },
    animate: !still,
  });
  // An inset cannot be zoomed: its marks open out where they are.
  if (inset) group.on("clusterclick", (event) => event.layer.spiderfy());
  group.on("clustermouseover", (event) => {
    if (touch) return;
    const text = fill(state.words.cluster, { n: event.layer.getChildCount() });
    tell([text], event.originalEvent.clientX, event.originalEvent.clientY);
  });
  group.on("clustermouseout clusterclick", hush);
  group.on("layeradd", nameClusters);
  group.on("animationend spiderfied unspiderfied", nameTownsSoon);
  return group.addTo(map);
}

// Circles come and go with the zoom; each is a button with a name for those who do not see it.
function nameClusters() {
  document.querySelectorAll(".cluster").forEach((icon) => {
    const count = icon.querySelector(".count");
    icon.setAttribute("role", "button");
    icon.setAttribute("aria-label", fill(state.words.cluster, { n: count ? count.textContent : "" }));
  });
}

function newMark(point) {
  const marker = L.marker([point.lat, point.lng], { icon: markIcon(point), riseOnHover: true });
  const lines = () => linesOf(point);
  marker.point = point;
  marker.on("mouseover", (event) => {
    if (!touch) tell(lines(), event.originalEvent.clientX, event.originalEvent.clientY);
  });
  marker.on("mouseout", hush);
  marker.on("click", () => choose(point));
  marker.on("add", () => {
    const icon = marker.getElement();
    icon.setAttribute("aria-label", linesOf(point).filter(Boolean).join(", "));
    icon.setAttribute("data-incident", point.incident);
    dress(marker);
    if (icon.watched) return;
    icon.watched = true;
    icon.addEventListener("focus", () => {
      const box = icon.getBoundingClientRect();
      if (icon.matches(":focus-visible")) tell(lines(), box.left + 12, box.top + 4);
    });
    icon.addEventListener("blur", hush);
    icon.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sessionStorage.setItem(CHOSEN_BY_KEY, JSON.stringify({ incident: point.incident, at: Date.now() }));
      choose(point);
    });
  });
  return marker;
}

// The page that answers a choice may build its marks, or the whole frame, anew: who chose by keyboard is still there.
const CHOSEN_BY_KEY = "atlas-chosen-by-key";
const SOON = 20000; // milliseconds

function keepPlace() {
  const kept = JSON.parse(sessionStorage.getItem(CHOSEN_BY_KEY) || "{}");
  const around = window.parent.document;
  const nowhere = document.activeElement === document.body && [around.body, window.frameElement].includes(around.activeElement);
  if (!nowhere || kept.incident !== state.selected || Date.now() - kept.at > SOON) return;
  const mark = marks.find((marker) => marker.point.incident === kept.incident);
  if (mark && mark.getElement()) mark.getElement().focus({ preventScroll: true });
}

function choose(point) {
  hush();
  // Shown at once; Python's answer says the same a moment later.
  state.selected = point.incident;
  marks.forEach(dress);
  join();
  report("incident", point.incident);
}

function dress(marker) {
  const icon = marker.getElement();
  if (!icon) return;
  icon.classList.toggle("chosen", marker.point.incident === state.selected);
  icon.classList.toggle("dimmed", marker.point.dimmed);
}

// What the place is called, the incident where it has another name, its day and type, the part of the place.
function linesOf(point) {
  const own = point.label || point.called;
  const when = point.when && point.when + ", " + (state.types[point.type] || "");
  return [own, own === point.called ? "" : point.called, when, point.detail];
}

// A further place of an incident: small and hollow. The mark of the incident is the one to reach by keyboard.
function newDot(point) {
  const dot = L.circleMarker([point.lat, point.lng], {
    className: "further" + (point.claimed ? " claimed" : ""),
    pane: "further",
    radius: 3.5,
  });
  dot.point = point;
  dot.on("mouseover", (event) => {
    if (!touch) tell(linesOf(point), event.originalEvent.clientX, event.originalEvent.clientY);
  });
  dot.on("mouseout", hush);
  dot.on("click", () => choose(point));
  dot.on("add", () => {
    dot.getElement().style.setProperty("--mark", "var(--type-" + point.type + ")");
    dot.getElement().setAttribute("data-further", point.incident);
    dress(dot);
  });
  return dot;
}

const overseas = (point) => insets[config.insets[point.department]];

function homeOfPoint(point) {
  if (overseas(point)) return overseas(point);
  return inEnlarged(point.department, point.lat, point.lng) ? enlarged : main;
}

// The incident that is chosen is joined to its further places, on each map that shows both.
function join() {
  joints.forEach((line) => line.remove());
  joints = [];
  const own = (layer) => layer.point.incident === state.selected;
  dots.forEach(dress);
  const mark = marks.find(own);
  if (!mark) return;
  dots.filter(own).forEach((dot) => {
    if (overseas(dot.point) !== overseas(mark.point)) return;
    const inset = overseas(dot.point);
    const near = [mark.point, dot.point].some((point) => homeOfPoint(point) === enlarged);
    const maps = inset ? [inset.map] : near && enlarged ? [main, enlarged.map] : [main];
    maps.forEach((map) => {
      const look = { className: "joint", interactive: false, pane: "further" };
      joints.push(L.polyline([mark.getLatLng(), dot.getLatLng()], look).addTo(map).bringToBack());
    });
  });
}

function readPoints() {
  const dimmed = new Set(state.dimmed);
  const read = (names, row) => Object.fromEntries(names.map((name, index) => [name, row[index]]));
  let place = 0;
  return state.points.flatMap((row) => {
    const { places, ...incident } = read(FIELDS, row);
    return places.map((each) => {
      const { told, look, ...where } = read(PLACE_FIELDS, each);
      const seen = { filled: Boolean(look & FILLED), further: Boolean(look & FURTHER), dimmed: dimmed.has(place++) };
      return { ...incident, ...where, ...seen, detail: state.told[told] };
    });
  });
}

const mapGroups = () => {
  const holders = [main, ...Object.values(insets), ...(enlarged ? [enlarged] : [])];
  return holders.map((holder) => holder.group);
};

// Every place in the frame that shows it largest.
function placePoints() {
  mapGroups().forEach((group) => {
    group.clearLayers();
    group.addLayers(marks.filter((marker) => homeOfPoint(marker.point).group === group));
  });
  dots.forEach((dot) => {
    const home = homeOfPoint(dot.point);
    dot.remove();
    dot.addTo(home === main ? main : home.map);
  });
  if (state) join();
  nameClusters();
}

function paintPoints() {
  const now = JSON.stringify([state.points, state.told]);
  const points = readPoints();
  const every = [...marks, ...dots];
  if (now === drawn) {
    // The same marks, told apart otherwise: an opened cluster stays open.
    const dimmed = points.filter((point) => !point.further).concat(points.filter((point) => point.further));
    every.forEach((marker, index) => {
      marker.point.dimmed = dimmed[index].dimmed;
      dress(marker);
    });
    mapGroups().forEach((group) => group.refreshClusters());
    join();
  } else {
    drawn = now;
    dots.forEach((dot) => dot.remove());
    marks = points.filter((point) => !point.further).map(newMark);
    dots = points.filter((point) => point.further).map(newDot);
    placePoints();
  }
  nameClusters();
}
