// Ctrl K (or Cmd K) goes to the search, Ctrl Enter to what to find out next. What is set from the
// search leaves the page together with its row: once that is answered (what is typed while it is
// being answered would be lost), the search is in focus again, for the next finding. Among labs, Tab
// right after typing a number and the arrows up and down go from number to number; Tab otherwise
// goes on to the unit and the words, as it does everywhere.
(() => {
  if (window.calcinosisKeyboard) return;
  window.calcinosisKeyboard = true;
  const search = () => document.querySelector('.st-key-find input, .st-key-what_if-find input');

  const answered = () =>
    document.querySelector("[data-test-script-state]")?.dataset.testScriptState !== "running";

  function searchAgain(pressed) {
    const until = Date.now() + 5000;
    const watch = setInterval(() => {
      const field = search(), now = document.activeElement;
      const lost = now === document.body || !now;
      if (lost && field && !field.value && answered()) field.focus();
      if (!field || Date.now() > until || (!lost && now !== pressed)) clearInterval(watch);
    }, 60);
  }

  const LAB_NUMBER = '[class*="st-key-lab-"] input[type="text"]';
  let typedIn = null;
  document.addEventListener("input", ({ target }) => typedIn = target, true);
  document.addEventListener("focusin", () => typedIn = null, true);

  function labStep({ key, target, shiftKey }) {
    if (key === "Tab" && !shiftKey) return target === typedIn ? 1 : 0;
    return { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
  }

  function toNextLab(event) {
    const numbers = [...document.querySelectorAll(LAB_NUMBER)];
    const next = numbers[numbers.indexOf(event.target) + labStep(event)];
    if (!next || next === event.target) return;
    event.preventDefault();
    next.focus();
    next.select();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") typedIn = null;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && event.target.matches?.(LAB_NUMBER)) toNextLab(event);
    const field = search();
    if (!field) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      field.focus();
      field.select();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const next = document.querySelector(".st-key-next");
      (next?.querySelector('[class*="st-key-next-results-"] button') ?? next?.querySelector("button"))?.focus();
    } else if ((event.key === " " || event.key === "Enter") && field.value
               && event.target.closest(".st-key-entry-body, .st-key-b-list")) {
      searchAgain(event.target);
    }
  }, true);
})();
