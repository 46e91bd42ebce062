// A click on Undo while the one before is being answered. Streamlit takes several clicks on a button
// that come before the answer for one, so each waits here until the page has answered.
(() => {
  if (window.calcinosisUndo) return;
  window.calcinosisUndo = true;
  const NOT_TAKEN_MS = 600;
  let waiting = 0, watch = null, sentAt = 0, taken = false;
  const button = () =>
    [...document.querySelectorAll(".st-key-undo button")].find((one) => one.offsetParent);
  const answered = () =>
    document.querySelector("[data-test-script-state]")?.dataset.testScriptState === "notRunning";

  function sent() {
    sentAt = Date.now();
    taken = false;
    watch ??= setInterval(next, 25);
  }

  function next() {
    taken ||= !answered();
    if (!answered() || (!taken && Date.now() - sentAt < NOT_TAKEN_MS)) return;
    if (!waiting || !button() || button().disabled) {
      waiting = 0;
      clearInterval(watch);
      watch = null;
      return;
    }
    waiting -= 1;
    sent();
    button().click();
  }

  document.addEventListener("click", (event) => {
    if (!event.isTrusted || !event.target.closest?.(".st-key-undo button")) return;
    if (!watch) {
      sent();
      return;
    }
    event.stopPropagation();
    event.preventDefault();
    waiting += 1;
  }, true);
})();
