// A long text is not lost: leaving asks first, and what was typed is kept in this browser until it is stored.
// <form data-keeps="draft-7"> with a [data-kept] panel before it that holds [data-restore] and [data-forget].
(() => {
  "use strict";
  const PREFIX = "kept:";
  const AGE = 7 * 24 * 3600 * 1000;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "form_key", "overwrite"]);

  const read = (name) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };
  const write = (name, copy) => {
    try { localStorage.setItem(name, JSON.stringify(copy)); } catch { /* full or forbidden: the page works without */ }
  };

  // The page that follows a stored form clears its copy; old copies go as well.
  const cleared = new Set([...document.querySelectorAll("[data-stored]")].flatMap((mark) => mark.dataset.stored.split(" ")));
  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const copy = read(name);
    const stored = copy?.sent && cleared.has(name.slice(PREFIX.length));
    if (!copy || stored || Date.now() - copy.at > AGE) localStorage.removeItem(name);
  }

  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const name = PREFIX + form.dataset.keeps;
  const values = () =>
    [...new FormData(form)].filter(([field, value]) => !SKIPPED.has(field) && typeof value === "string");
  const first = JSON.stringify(values());
  const isChanged = () => JSON.stringify(values()) !== first;
  let sent = false;

  const copy = read(name);
  const panel = document.querySelector("[data-kept]");
  if (panel && copy && JSON.stringify(copy.values) !== first) panel.hidden = false;
  panel?.querySelector("[data-restore]").addEventListener("click", () => {
    const texts = new Map();
    for (const [field, value] of copy.values) texts.set(field, [...(texts.get(field) ?? []), value]);
    for (const element of form.elements) {
      if (!element.name || SKIPPED.has(element.name)) continue;
      const kept = texts.get(element.name) ?? [];
      if (element.type === "checkbox" || element.type === "radio") element.checked = kept.includes(element.value);
      else if (kept.length) element.value = texts.get(element.name).shift();
    }
    panel.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  panel?.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(name);
    panel.hidden = true;
  });

  form.addEventListener("input", () => {
    if (isChanged()) write(name, { at: Date.now(), sent: false, values: values() });
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    sent = true;
    write(name, { at: Date.now(), sent: true, values: values() });
  });
  addEventListener("beforeunload", (event) => {
    if (!sent && isChanged()) event.preventDefault();
  });
})();
