(() => {
  // The heading that the address names stays in sight while what is above it is still drawn, until the reader moves.
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name) return;
  const settled = performance.now() + 12000;
  let moved = false;
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"])
    addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
  const look = () => {
    if (moved || performance.now() > settled) return;
    const heading = document.getElementById(name);
    if (heading && Math.abs(heading.getBoundingClientRect().top) > 80) heading.scrollIntoView();
    setTimeout(look, 200);
  };
  look();
})();
