// Review: a request for changes opens the problems. Comments: the place that is walked to, words that are marked, a region drawn on a picture, a second of a video.
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement) || !event.target.matches("[name=decision][value=changes]")) return;
    const problems = document.getElementById("id_problems");
    if (!problems) return;
    problems.open = true;
    problems.querySelector("input").focus();
  });

  const form = document.querySelector("form[data-comment]");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const set = (values) => {
    for (const [name, value] of Object.entries(values)) if (field(name)) field(name).value = value;
  };
  const NOTHING = { start: "", end: "", left: "", top: "", width: "", height: "", second: "" };

  function choose(place, extra = {}) {
    set({ ...NOTHING, anchor: place.dataset.anchor, ...extra });
    if (Object.keys(extra).some((name) => name !== "start" && name !== "end")) form.querySelector("details").open = true;
  }

  // Python counts characters, JavaScript half of a pair for those beyond the basic plane.
  const length = (text) => [...text].length;

  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    const node = range.startContainer.parentElement?.closest("[data-words]");
    if (!node || node !== range.endContainer.parentElement?.closest("[data-words]")) return;
    const place = node.closest("[data-anchor]");
    const before = document.createRange();
    before.setStart(node, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(place.dataset.start) + length(before.toString());
    choose(place, { start, end: start + length(range.toString()) });
  });

  document.addEventListener("focusin", (event) => {
    const place = event.target instanceof Element ? event.target.closest("[data-anchor]") : null;
    if (!place) return;
    const video = place.querySelector("video, audio");
    choose(place, video && video.currentTime ? { second: video.currentTime.toFixed(3) } : {});
  });

  for (const media of document.querySelectorAll("[data-anchor] video, [data-anchor] audio")) {
    media.addEventListener("pause", () => choose(media.closest("[data-anchor]"), { second: media.currentTime.toFixed(3) }));
  }

  for (const picture of document.querySelectorAll("img[data-region]")) {
    let from = null;
    const at = (event) => {
      const box = picture.getBoundingClientRect();
      const share = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
      return [share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)];
    };
    picture.addEventListener("pointerdown", (event) => { from = at(event); });
    picture.addEventListener("pointerup", (event) => {
      if (!from) return;
      const to = at(event);
      const [left, top] = [0, 1].map((axis) => Math.floor(Math.min(from[axis], to[axis]) * 10) / 10);
      const [right, bottom] = [0, 1].map((axis) => Math.floor(Math.max(from[axis], to[axis]) * 10) / 10);
      from = null;
      if (right - left < 1 || bottom - top < 1) return;
      choose(picture.closest("[data-anchor]"), {
        left, top, width: (right - left).toFixed(1), height: (bottom - top).toFixed(1),
      });
    });
  }
})();
