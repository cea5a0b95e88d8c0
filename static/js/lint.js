// The findings beside the editor: show a word in the text, or put the better wording in its place.
(() => {
  "use strict";

  // Where the word stands now: at its place if nobody typed since, else at the nearest one like it.
  function spanOf(field, word, from, to) {
    if (field.value.slice(from, to) === word) return [from, to];
    let nearest = -1;
    for (let at = field.value.indexOf(word); at >= 0; at = field.value.indexOf(word, at + 1)) {
      if (nearest < 0 || Math.abs(at - from) < Math.abs(nearest - from)) nearest = at;
    }
    return nearest < 0 ? null : [nearest, nearest + word.length];
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-word-shows], [data-word-becomes]") : null;
    const about = button?.closest("[data-word]");
    const field = about && document.getElementById(about.dataset.field);
    if (!field || typeof field.setRangeText !== "function") return;
    const span = spanOf(field, about.dataset.word, Number(about.dataset.from), Number(about.dataset.to));
    if (!span) return;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    if (button.hasAttribute("data-word-becomes")) {
      field.setRangeText(button.dataset.wordBecomes, span[0], span[1], "select");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      field.setSelectionRange(span[0], span[1]);
    }
  });
})();
