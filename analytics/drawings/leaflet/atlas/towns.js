/* The names of the largest towns in view, each where it stands on nothing that is drawn: as on the pictures, to the
   right of its place, to the left, above or below, or else at a corner. */

const MOST_TOWNS = 10;
const TOWN = 3; // pixels around the point of a town

let naming = 0;

function nameTownsSoon() {
  cancelAnimationFrame(naming);
  naming = requestAnimationFrame(nameTowns);
}

function boxOf(node, air) {
  const [box, root] = [node, parts.root].map((each) => each.getBoundingClientRect());
  return {
    left: box.left - root.left + air,
    right: box.right - root.left - air,
    top: box.top - root.top + air,
    bottom: box.bottom - root.top - air,
  };
}

const meet = (one, other) => {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
};

// What is drawn at places of the map, and what lies on it.
function standing() {
  const found = (what) => [...parts.root.querySelectorAll(what)].filter((node) => node.checkVisibility());
  const here = main.getPane("mapPane");
  const drawn = found(".mark, .cluster, .sum, .further, .sight").filter((node) => here.contains(node));
  // the target of a mark is wider than its shape
  const marked = drawn.map((node) => boxOf(node, node.classList.contains("mark") ? 5 : 0));
  const above = found(".tools, .insets, .enlarged, .foot").map((node) => boxOf(node, 0));
  return { marked, above };
}

function spots(box, at, wide, high) {
  const middle = { left: at.x - wide / 2, top: at.y - high / 2 };
  return [
    [box.right + 2, middle.top], [box.left - 2 - wide, middle.top],
    [middle.left, box.top - high], [middle.left, box.bottom],
    [box.right - 2, box.top - high + 4], [box.right - 2, box.bottom - 4],
    [box.left + 2 - wide, box.top - high + 4], [box.left + 2 - wide, box.bottom - 4],
  ].map(([left, top]) => ({ left, top, right: left + wide, bottom: top + high }));
}

function nameTowns() {
  if (!parts.towns) return;
  parts.towns.replaceChildren();
  if (!state || !state.towns || !towns.length) return;
  const { marked, above } = standing();
  const size = main.getSize();
  const taken = [...marked, ...above];
  const inside = (box) => box.left > 2 && box.top > 2 && box.right < size.x - 2 && box.bottom < size.y - 2;
  let named = 0;
  for (const [name, lat, lng] of towns) {
    if (named === MOST_TOWNS) return;
    const at = main.latLngToContainerPoint([lat, lng]);
    const point = { left: at.x - TOWN, right: at.x + TOWN, top: at.y - TOWN, bottom: at.y + TOWN };
    if (!inside(point) || above.some((box) => meet(box, point))) continue;
    const over = marked.filter((box) => meet(box, point));
    const box = over.reduce((one, other) => ({
      left: Math.min(one.left, other.left), right: Math.max(one.right, other.right),
      top: Math.min(one.top, other.top), bottom: Math.max(one.bottom, other.bottom),
    }), point);
    const label = element("div", "town", parts.towns, name);
    const { width, height } = label.getBoundingClientRect();
    const spot = spots(box, at, width, height).find((each) => inside(each) && !taken.some((other) => meet(each, other)));
    if (!spot) {
      label.remove();
      continue;
    }
    const place = (node, left, top) => L.DomUtil.setPosition(node, main.containerPointToLayerPoint([left, top]));
    place(label, spot.left, spot.top);
    if (!over.length) place(element("div", "town-dot", parts.towns), at.x - 2, at.y - 2);
    taken.push(spot, point);
    named += 1;
  }
}

function townPane() {
  parts.towns = main.createPane("towns");
  parts.towns.style.zIndex = 470;
  parts.towns.classList.add("leaflet-zoom-hide");
  parts.towns.setAttribute("aria-hidden", "true");
}
