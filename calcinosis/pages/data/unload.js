// Asks before the page is left or loaded anew while something is entered, since nothing is kept. The
// page says by a mark, without a word on the case, whether anything is.
(() => {
  if (window.calcinosisUnload) return;
  window.calcinosisUnload = true;
  window.addEventListener("beforeunload", (event) => {
    const mark = getComputedStyle(document.documentElement).getPropertyValue("--cx-entered");
    if (mark.trim() === "1") event.preventDefault();
  });
})();
