// Small behaviour of every page: theme, menus, dialogs, closing, htmx fragments.
(() => {
  "use strict";
  const root = document.documentElement;

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function remember(theme) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  }

  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    show();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
      document.dispatchEvent(new CustomEvent("themechange"));
    });
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const closer = target.closest("[data-closes]");
    if (closer) {
      const what = closer.closest(closer.dataset.closes);
      if (what instanceof HTMLDialogElement) what.close();
      else if (what) what.remove();
    }
    const opener = target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    }
    const toggler = target.closest("[data-toggle]");
    if (toggler) {
      const open = document.getElementById(toggler.dataset.toggle).classList.toggle("open");
      toggler.setAttribute("aria-expanded", String(open));
    }
    // A form with the same few answers to many questions: <button type="button" data-marks="pass">
    const marker = target.closest("[data-marks]");
    if (marker) {
      for (const radio of marker.closest("form").querySelectorAll(`input[type=radio][value="${marker.dataset.marks}"]`)) radio.checked = true;
    }
    const copier = target.closest("[data-copy]");
    if (copier) {
      const source = document.getElementById(copier.dataset.copy);
      const text = "value" in source ? source.value : source.textContent;
      navigator.clipboard.writeText(text).then(() => copier.setAttribute("data-copied", ""));
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // "Select all" of a list: <input type="checkbox" data-all="name">
  document.addEventListener("change", (event) => {
    const all = event.target;
    if (all instanceof HTMLInputElement && all.dataset.all) {
      const boxes = all.closest("form").querySelectorAll(`input[type=checkbox][name="${all.dataset.all}"]`);
      for (const box of boxes) box.checked = all.checked;
    }
    // A filter that acts at once: <select data-submits>
    if (all instanceof HTMLElement && "submits" in all.dataset) all.form.requestSubmit();
  });

  // On a phone each row of a table with several columns becomes a card, its cells named by the head of their column.
  // Tables whose rows have heads of their own are figures to compare, and scroll sideways.
  function nameCells(root) {
    for (const table of root.querySelectorAll("table.list")) {
      const heads = [...table.querySelectorAll("thead tr:last-child th")].map((head) => head.textContent.trim());
      if (heads.length < 4 || table.querySelector("tbody th, td[colspan]:not(:only-child)")) continue;
      table.classList.add("cards-on-phone");
      const title = heads.findIndex(Boolean);
      for (const row of table.tBodies[0]?.rows ?? []) {
        [...row.cells].forEach((cell, place) => {
          if (["", "–", "-"].includes(cell.textContent.trim()) && !cell.querySelector("input, img, button")) cell.dataset.empty = "";
          if (place > title && heads[place] && row.cells.length > 1) cell.dataset.label ??= heads[place];
        });
      }
    }
  }
  nameCells(document);
  document.addEventListener("htmx:load", (event) => nameCells(event.detail.elt));

  // What scrolls within the page must be reached by the keyboard: a wide table.
  for (const box of document.querySelectorAll("table.list, .scroll")) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  }

  // The side column stays in sight while the window holds all of it.
  const side = document.querySelector(".side");
  const below = () => parseFloat(getComputedStyle(root).scrollPaddingTop) || 0;
  if (side) {
    const fit = () => side.classList.toggle("stays", side.offsetHeight + below() <= root.clientHeight);
    fit();
    new ResizeObserver(fit).observe(side);
    addEventListener("resize", fit);
  }

  // A refused form: its sentences are read at once, not only the heading at the lower edge of the window.
  const refused = document.querySelector(".errors[autofocus]");
  if (refused) {
    const show = () => {
      const { top, bottom } = refused.getBoundingClientRect();
      if (top < below() || bottom > root.clientHeight) refused.scrollIntoView({ block: "start" });
    };
    refused.focus({ preventScroll: true });
    // Pictures and films that come later push it down; whoever reads or types moves the page alone.
    const settling = new ResizeObserver(show);
    settling.observe(document.body);
    for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(act, () => settling.disconnect(), { once: true, passive: true });
    }
  }

  // A fragment that is refused (409, 403, 422) is shown as the server worded it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if ([403, 409, 422].includes(xhr.status)) {
      event.detail.shouldSwap = xhr.getResponseHeader("Content-Type")?.startsWith("text/html") ?? false;
      event.detail.isError = false;
    }
  });
})();
