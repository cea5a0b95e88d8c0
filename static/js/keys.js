// Keyboard: j/k walk the rows of the list, letters press what the page marks with data-key.
(() => {
  "use strict";
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  const ACTIONS = new Set(["e", "r", "a", "x", "c"]);

  const rows = () =>
    [...document.querySelectorAll("table.list tbody tr, [data-rows] > *")].filter(
      (row) => row.matches("[tabindex]") || row.querySelector("a[href]"),
    );

  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
    for (const row of all) row.removeAttribute("aria-selected");
    next.setAttribute("aria-selected", "true");
    (next.matches("[tabindex]") ? next : next.querySelector("a[href]")).focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function act(letter) {
    const chosen = document.querySelector('[aria-selected="true"]');
    const button = chosen?.querySelector(`[data-key="${letter}"]`) ?? document.querySelector(`[data-key="${letter}"]`);
    if (!button) return false;
    if (button.matches(TYPING)) button.focus();
    else {
      if (button.matches("input")) button.focus();
      button.click();
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    const sheet = document.getElementById("keys");
    if (event.key === "?") {
      if (sheet.open) sheet.close();
      else sheet.showModal();
    } else if (document.querySelector("dialog[open]")) {
      return;
    } else if (event.key === "/") {
      document.getElementById("site-search")?.focus();
    } else if (event.key === "j" || event.key === "k") {
      walk(event.key === "j" ? 1 : -1);
    } else if (!(ACTIONS.has(event.key) && act(event.key))) {
      return;
    }
    event.preventDefault();
  });
})();
