// Drags a post to another day of the month: sends the form of "Move", which keeps the time of day and may refuse.
// Brings today into sight where the window is too small to show it beside the first days.
"use strict";
(() => {
  const today = document.querySelector("[data-today]");
  const [way] = performance.getEntriesByType("navigation");
  if (today && !location.hash && way?.type !== "back_forward") {
    const { top, left, bottom, right } = today.getBoundingClientRect();
    const { clientHeight, clientWidth } = document.documentElement;
    const short = Math.min(bottom, top + 120) > clientHeight;
    if (matchMedia("(max-width: 800px)").matches && (short || right > clientWidth || left < 0)) today.scrollIntoView({ block: "center", inline: "center" });
  }
})();
(() => {
  const form = document.getElementById("calendar-move");
  if (!form) return;
  let dragged = null;
  const cellOf = (event) => (event.target instanceof Element ? event.target.closest("td[data-date]") : null);
  const mark = (cell) => {
    for (const other of document.querySelectorAll("td.drop")) other.classList.remove("drop");
    if (cell) cell.classList.add("drop");
  };
  document.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest("[data-move]") : null;
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const cell = dragged && cellOf(event);
    if (!cell) return;
    event.preventDefault();
    mark(cell);
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
  document.addEventListener("drop", (event) => {
    const cell = dragged && cellOf(event);
    if (!cell) return;
    event.preventDefault();
    if (cell === dragged.closest("td[data-date]")) return;
    form.action = dragged.dataset.move;
    form.elements.moment.value = `${cell.dataset.date}T${dragged.dataset.time}`;
    form.elements.version.value = dragged.dataset.version;
    form.submit();
  });
})();
