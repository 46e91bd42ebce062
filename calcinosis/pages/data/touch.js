// A finger on a figure. One that can be clicked keeps every touch to itself: the page does not scroll
// under it, and a tap chooses what a pointer was over before, at first nothing, then the place of
// the tap before. So the touch is kept from the figure, which lets the page scroll, and a tap is
// handed to it as a mouse would come and click.
(() => {
  if (window.calcinosisTouch) return;
  window.calcinosisTouch = true;
  const MOVED_PX = 10, HELD_MS = 700;
  let start = null;

  const figure = (event) => event.target.closest?.(".stPlotlyChart .nsewdrag");

  document.addEventListener("touchstart", (event) => {
    start = null;
    if (!figure(event)) return;
    event.stopPropagation();
    const [finger] = event.touches;
    if (event.touches.length === 1) start = { x: finger.clientX, y: finger.clientY, at: Date.now() };
  }, { capture: true, passive: true });

  document.addEventListener("touchend", (event) => {
    const target = figure(event), [finger] = event.changedTouches, from = start;
    start = null;
    if (!target || !from || Date.now() - from.at > HELD_MS) return;
    if (Math.hypot(finger.clientX - from.x, finger.clientY - from.y) > MOVED_PX) return;
    event.preventDefault();
    for (const type of ["mousemove", "mousedown", "mouseup"]) {
      target.dispatchEvent(new MouseEvent(type, {
        bubbles: true, cancelable: true, view: window, clientX: finger.clientX, clientY: finger.clientY,
      }));
    }
  }, { capture: true, passive: false });
})();
