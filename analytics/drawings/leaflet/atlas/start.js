/* Python calls Atlas.create once, with the constant base map, and Atlas.show at every change, with colours, points and
   words (leaflet/maps.py). Nothing is fetched but the geometry that the base map names. */

function refresh() {
  if (!state || !main) return;
  paintTheme();
  paintWords();
  if (!ready) return;
  paintAreas();
  paintCircles();
  paintPoints();
  paintHospitals();
  fit();
  paintImported();
  nameTownsSoon();
  keepPlace();
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
    panes(main);
    townPane();
    hospitalPointer();
    // Leaflet focuses the map at each press, and a focus scrolls: the page would jump under the finger.
    parts.root.focus = () => HTMLElement.prototype.focus.call(parts.root, { preventScroll: true });
    hatching();
    tools();
    buildInsets();
    buildEnlarged();
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
    [parts.insets, enlarged && enlarged.box, parts.foot, parts.root.querySelector(".tools")].filter(Boolean).forEach((part) => {
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
      if (!framing) settle();
      drawImportedSoon();
      nameTownsSoon();
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
      placeCircles();
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
        if (enlarged) frameEnlarged();
        overview();
        refresh();
      });
    if (config.towns) {
      fetch(config.towns)
        .then((answer) => answer.json())
        .then((read) => {
          towns = read;
          nameTownsSoon();
        })
        .catch((problem) => console.error(problem));
    }
    return main;
  },

  show: function (data) {
    state = data;
    refresh();
  },
};

/* streamlit-folium hands every overlay to eval, which the security policy of the frame refuses. The state in it (written
   by leaflet/maps.py as JSON, on a line of its own) is read as data, and nothing of the rest is run. */
const HANDED = /^Atlas\.show\((\{.*\})\);$/m;
const refused = window.eval;
window.eval = (text) => {
  const handed = HANDED.exec(text);
  return handed ? window.Atlas.show(JSON.parse(handed[1])) : refused(text);
};
