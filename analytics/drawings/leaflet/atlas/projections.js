/* The two projections of the maps, as systems of coordinates for Leaflet. */

const EARTH_RADIUS = 6378137;

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
  "EPSG:3857": L.CRS.EPSG3857,
  "equal-earth": system("equal-earth", equalEarth, EARTH_RADIUS),
};
