/* The half of the map that runs in the browser: analytics/maps.py calls Atlas.create once, with the constant
   base map, and Atlas.show at every change, with colours, points and words.

   Rules kept here: text is set with textContent only, nothing is fetched but the geometry named by the base
   map, and a reader's zoom is never undone by a change of filter. */

(function () {
  "use strict";

  const EARTH_RADIUS = 6378137;
  // Kilometres that a scale bar may stand for.
  const SCALE_STEPS = [5, 10, 20, 50, 100, 200, 500];
  // Width of the rim of such a circle.
  const RING = 3;
  const SVG = "http://www.w3.org/2000/svg";

  // --- projections -----------------------------------------------------------------------------------------

  /* Lambert-93 (EPSG:2154), the projection of French official maps: conic, on the GRS 80 ellipsoid, with the
     constants of IGN's technical note NTG 71. */
  const LAMBERT = { n: 0.725607765, c: 11754255.426, x: 700000, y: 12655612.05, e: 0.0818191910428, lon: 3 };
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const degrees = (angle) => (angle * 180) / Math.PI;

  const lambert93 = {
    bounds: L.bounds([-600000, 5500000], [2000000, 7700000]),
    project: function (point) {
      const sine = Math.sin(radians(Math.max(-85, Math.min(85, point.lat))));
      const isometric = Math.atanh(sine) - LAMBERT.e * Math.atanh(LAMBERT.e * sine);
      const radius = LAMBERT.c * Math.exp(-LAMBERT.n * isometric);
      const angle = LAMBERT.n * radians(point.lng - LAMBERT.lon);
      return L.point(LAMBERT.x + radius * Math.sin(angle), LAMBERT.y - radius * Math.cos(angle));
    },
    unproject: function (point) {
      const x = point.x - LAMBERT.x;
      const y = LAMBERT.y - point.y;
      const isometric = -Math.log(Math.hypot(x, y) / LAMBERT.c) / LAMBERT.n;
      let sine = Math.tanh(isometric);
      for (let turn = 0; turn < 6; turn++) {
        sine = Math.tanh(isometric + LAMBERT.e * Math.atanh(LAMBERT.e * sine));
      }
      return L.latLng(degrees(Math.asin(sine)), degrees(Math.atan2(x, y) / LAMBERT.n) + LAMBERT.lon);
    },
  };

  /* Equal Earth (Šavrič, Patterson and Jenny, 2018): areas stay comparable, as shading needs; the usual web
     projection does not give that. */
  const EQUAL_EARTH = [1.340264, -0.081106, 0.000893, 0.003796];
  const ROOT = Math.sqrt(3) / 2;
  // Half the width and half the height of the whole world, in radii.
  const EDGE = { x: 2.7066, y: 1.3173 };

  function equalEarthY(angle) {
    const square = angle * angle;
    const sixth = square * square * square;
    const [a, b, c, d] = EQUAL_EARTH;
    return {
      y: angle * (a + b * square + sixth * (c + d * square)),
      slope: a + 3 * b * square + sixth * (7 * c + 9 * d * square),
    };
  }

  const equalEarth = {
    bounds: L.bounds([-EDGE.x, -EDGE.y], [EDGE.x, EDGE.y]),
    project: function (point) {
      const angle = Math.asin(ROOT * Math.sin(radians(Math.max(-90, Math.min(90, point.lat)))));
      const { y, slope } = equalEarthY(angle);
      const x = (radians(point.lng) * Math.cos(angle)) / (ROOT * slope);
      return L.point(x, y);
    },
    unproject: function (point) {
      const target = Math.max(-EDGE.y, Math.min(EDGE.y, point.y));
      let angle = target / EQUAL_EARTH[0];
      for (let turn = 0; turn < 8; turn++) {
        const { y, slope } = equalEarthY(angle);
        angle -= (y - target) / slope;
      }
      const lng = (ROOT * point.x * equalEarthY(angle).slope) / Math.cos(angle);
      const sine = Math.max(-1, Math.min(1, Math.sin(angle) / ROOT));
      return L.latLng(degrees(Math.asin(sine)), Math.max(-360, Math.min(360, degrees(lng))));
    },
  };

  // As many metres to a pixel as the usual web map has at the equator, so that zooms mean the same.
  function system(code, projection, metres) {
    const scale = metres / (2 * Math.PI * EARTH_RADIUS);
    return L.extend({}, L.CRS.Earth, {
      code: code,
      projection: projection,
      transformation: L.transformation(scale, 0.5, -scale, 0.5),
      wrapLng: undefined,
    });
  }

  const SYSTEMS = {
    "EPSG:2154": system("EPSG:2154", lambert93, 1),
    "equal-earth": system("equal-earth", equalEarth, EARTH_RADIUS),
  };

  // --- small tools -----------------------------------------------------------------------------------------

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const touch = window.matchMedia("(pointer: coarse)").matches || L.Browser.mobile;

  function element(tag, className, parent, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function shape(tag, attributes, parent) {
    const made = document.createElementNS(SVG, tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    if (parent) parent.appendChild(made);
    return made;
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  // What a frame must hold: every vertex, since on a conic or curved projection two corners mislead.
  function vertices(layers) {
    const found = [];
    const collect = (item) => (Array.isArray(item) ? item.forEach(collect) : found.push(item));
    layers.forEach((layer) => collect(layer.getLatLngs()));
    return found;
  }

  let framing = false; // whether the map moves because we frame it, not because the reader moves it

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

  // --- the map ---------------------------------------------------------------------------------------------

  let config = null;
  let state = null; // what Python sent last
  let scheme = null; // the theme of the page around, once it has told us
  let ready = false; // whether the geometry is here, or will not come
  let moved = false; // whether the reader chose a view
  let fitted = null; // the view that Python asked for last
  let drawn = null; // the points on the map, as text, to see whether they changed
  let main = null;
  let hints = 3; // how often we still say how to zoom; more would nag those who only scroll past
  const insets = {}; // code → {map, group, box, name, bar}
  const areas = {}; // code → layer
  const names = {}; // code → {fr, en}
  let marks = []; // {marker, point}
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

  // --- the note beside the pointer ---

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

  // --- areas ---

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
      const home = insets[code] ? insets[code].map : main;
      const made = L.geoJSON(feature, { style: { className: "area", fillOpacity: 1 } });
      made.eachLayer((layer) => {
        areas[code] = layer;
        layer.addTo(home);
        const path = layer.getElement();
        path.setAttribute("data-code", code);
        path.setAttribute("role", "img");
        watchArea(code, layer);
      });
    });
  }

  function paintAreas() {
    const fills = {};
    for (const name in state.fills) {
      const colour = name.startsWith("--") ? "var(" + name + ")" : name;
      state.fills[name].forEach((code) => (fills[code] = colour));
    }
    const hatched = new Set(state.hatched);
    const fragile = new Set(state.fragile);
    const chosen = new Set(state.area);
    for (const code in areas) {
      const path = areas[code].getElement();
      const ground = fragile.has(code) ? thinHatching(fills[code]) : fills[code] || "";
      path.style.fill = hatched.has(code) ? "url(#atlas-no-data)" : ground;
      path.classList.toggle("hatched", hatched.has(code));
      path.classList.toggle("fragile", fragile.has(code));
      path.classList.toggle("chosen", chosen.has(code));
      const note = state.notes[code];
      path.setAttribute("aria-label", areaName(code) + (note ? ", " + note : ""));
    }
    state.area.forEach((code) => areas[code] && areas[code].bringToFront());
  }

  // --- circles ---

  // Between the areas and the marks; circles of a count must hide no mark.
  function circlePane(map) {
    map.createPane("circles").style.zIndex = 450;
  }

  function circleIcon(circle) {
    const diameter = state.circle * Math.sqrt(circle.value);
    const target = Math.ceil(diameter);
    const half = target / 2;
    const box = [-half, -half, target, target].join(" ");
    const svg = shape("svg", { viewBox: box, width: target, height: target });
    // A large circle covers its neighbours: it lets them through, and its number keeps to the top, clear of theirs.
    const large = diameter >= 60;
    // The rim lies inside, so that the whole disc has the area that its count asks for.
    shape("circle", { class: "sum" + (large ? " large" : ""), r: diameter / 2 - 0.5 }, svg);
    // A digit is about six pixels wide and eight high: the number stands inside only where it does not touch the rim.
    const text = String(circle.value);
    if (Math.hypot(6 * text.length, 8) <= diameter - 1) {
      shape("text", { class: "count", y: large ? 14 - diameter / 2 : "0.36em" }, svg).textContent = text;
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

  function paintCircles() {
    const now = JSON.stringify(state.circles);
    if (now !== counted) {
      counted = now;
      if (circles.length) hush(); // a circle that goes from under the pointer tells nobody
      circles.forEach((marker) => marker.remove());
      circles = state.circles.map(([code, lat, lng, value]) => {
        return newCircle({ code: code, lat: lat, lng: lng, value: value }, (insets[code] || { map: main }).map);
      });
    }
    const chosen = new Set(state.area);
    circles.forEach((marker) => marker.getElement().classList.toggle("chosen", chosen.has(marker.code)));
  }

  // --- points ---

  function markIcon(point) {
    const path = config.marks[point.type];
    const svg = shape("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24, "aria-hidden": "true" });
    shape("circle", { class: "ring", r: 10 }, svg);
    shape("path", { class: "halo", d: path }, svg);
    const drawing = shape("path", { class: "shape" + (point.filled ? "" : " hollow"), d: path }, svg);
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

  const FIELDS = ["incident", "lat", "lng", "department", "type", "label", "detail", "filled", "dimmed"];

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

  // --- furniture ---

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
      overview();
    });
  }

  function zoomBy(step) {
    main.setZoom(main.getZoom() + step, { animate: !still });
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
      bar.dataset.longest = 34;
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
      });
      circlePane(map);
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

  function frameInset(code) {
    if (!areas[code]) return;
    const pad = { left: 8, right: 8, top: 9, bottom: 5 };
    frame(insets[code].map, vertices([areas[code]]), pad, config.max_zoom);
    scaleBar(insets[code].bar, insets[code].map);
  }

  // The room that the insets take: a column on the left of a wide map, a row under a narrow one.
  function pads() {
    const pad = { left: 10, right: 10, top: 10, bottom: 22 };
    if (!parts.insets) return pad;
    const map = parts.root.getBoundingClientRect();
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

  function refresh() {
    if (!state || !main) return;
    paintTheme();
    paintWords();
    if (!ready) return;
    paintAreas();
    paintCircles();
    paintPoints();
    fit();
  }

  // The wheel scrolls the page; with Ctrl or ⌘ it zooms, as a pinch on a trackpad does.
  function wheel(event) {
    const wanted = event.ctrlKey || event.metaKey;
    main.scrollWheelZoom[wanted ? "enable" : "disable"]();
    if (!wanted && state) hint(state.words.wheel);
  }

  window.Atlas = {
    create: function (id, settings) {
      config = settings;
      parts.root = document.getElementById(id);
      parts.root.classList.add("atlas");
      main = L.map(id, {
        attributionControl: false,
        center: config.center,
        crs: SYSTEMS[config.crs],
        // One finger scrolls the page on a touch screen; two fingers pinch and move the map.
        dragging: !touch,
        maxBounds: config.bounds,
        maxBoundsViscosity: 0.8,
        maxZoom: config.max_zoom,
        minZoom: config.min_zoom,
        scrollWheelZoom: false,
        wheelPxPerZoomLevel: 100,
        zoom: config.zoom,
        zoomAnimation: !still,
        zoomControl: false,
        zoomSnap: 0,
      });
      circlePane(main);
      // Leaflet focuses the map at each press, and a focus scrolls: the page would jump under the finger.
      parts.root.focus = () => HTMLElement.prototype.focus.call(parts.root, { preventScroll: true });
      hatching();
      tools();
      buildInsets();
      main.group = newGroup(main, false);
      parts.foot = element("div", "foot", parts.root);
      if (config.scale) {
        parts.bar = element("span", "bar", parts.foot);
        parts.bar.dataset.longest = 90;
      }
      parts.attribution = element("span", "attribution", parts.foot);
      parts.hint = element("div", "hint", parts.root);
      parts.tip = element("div", "tip", document.body);
      parts.tip.hidden = true;
      // What lies on the map is not the map: a click or a wheel there must not reach it.
      [parts.insets, parts.foot, parts.root.querySelector(".tools")].filter(Boolean).forEach((part) => {
        L.DomEvent.disableClickPropagation(part);
      });
      main.on("zoomstart movestart", () => {
        if (!framing) moved = true;
        hush();
      });
      main.on("zoomend moveend", () => {
        nameClusters();
        parts.zoom_in.disabled = main.getZoom() >= main.getMaxZoom();
        parts.zoom_out.disabled = main.getZoom() <= main.getMinZoom();
        if (parts.bar) scaleBar(parts.bar, main);
      });
      if (window.Streamlit) {
        window.Streamlit.events.addEventListener(window.Streamlit.RENDER_EVENT, (event) => {
          scheme = (event.detail.theme && event.detail.theme.base) || scheme;
          if (state) paintTheme();
        });
      }
      parts.root.addEventListener("wheel", wheel, { capture: true, passive: true });
      const touched = (event) => {
        if (event.touches.length === 1 && state) hint(state.words.touch);
      };
      parts.root.addEventListener("touchmove", touched, { passive: true });
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") hush();
      });
      new ResizeObserver(() => {
        main.invalidateSize({ pan: false });
        overview();
      }).observe(parts.root);
      fetch(config.geometry)
        .then((answer) => {
          if (!answer.ok) throw new Error("geometry: " + answer.status);
          return answer.json();
        })
        .then(drawAreas)
        .catch((problem) => console.error(problem))
        .then(() => {
          // Without outlines the points still say where.
          ready = true;
          overview();
          refresh();
        });
      return main;
    },

    show: function (data) {
      state = data;
      refresh();
    },
  };
})();
