/* The places of incidents: a mark each, clusters where they stand close. */

// Width of the rim of such a circle.
const RING = 3;

const FIELDS = ["incident", "lat", "lng", "department", "type", "label", "detail", "filled", "claimed", "dimmed"];

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
  // The area of a circle follows its count; config.circle is the diameter of one. The smallest still holds
  // its number.
  const diameter = Math.max(18, config.circle * Math.sqrt(count));
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
    maxClusterRadius: 34,
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
  const lines = () => [point.label, point.detail];
  marker.point = point;
  marker.on("mouseover", (event) => {
    if (!touch) tell(lines(), event.originalEvent.clientX, event.originalEvent.clientY);
  });
  marker.on("mouseout", hush);
  marker.on("click", () => choose(point));
  marker.on("add", () => {
    const icon = marker.getElement();
    icon.setAttribute("aria-label", point.label + (point.detail ? ", " + point.detail : ""));
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
      choose(point);
    });
  });
  return marker;
}

function choose(point) {
  hush();
  // Shown at once; Python's answer says the same a moment later.
  state.selected = point.incident;
  marks.forEach(dress);
  report("incident", point.incident);
}

function dress(marker) {
  const icon = marker.getElement();
  if (!icon) return;
  icon.classList.toggle("chosen", marker.point.incident === state.selected);
  icon.classList.toggle("dimmed", marker.point.dimmed);
}

function paintPoints() {
  const named = (row) => Object.fromEntries(FIELDS.map((name, index) => [name, row[index]]));
  const points = state.points.map(named);
  const groups = [main.group].concat(Object.values(insets).map((inset) => inset.group));
  const now = JSON.stringify(points.map((point) => ({ ...point, dimmed: false })));
  if (now === drawn) {
    // The same marks, told apart otherwise: an opened cluster stays open.
    marks.forEach((marker, index) => {
      marker.point.dimmed = points[index].dimmed;
      dress(marker);
    });
    groups.forEach((group) => group.refreshClusters());
  } else {
    drawn = now;
    marks = points.map(newMark);
    groups.forEach((group) => group.clearLayers());
    const home = (marker) => (insets[config.insets[marker.point.department]] || { group: main.group }).group;
    groups.forEach((group) => group.addLayers(marks.filter((marker) => home(marker) === group)));
  }
  nameClusters();
}
