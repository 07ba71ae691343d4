/* A list by keyboard: j and k move, Enter opens, x ticks, / searches, ? shows the keys. The page
   does all of it without this file as well. */
"use strict";
addEventListener("DOMContentLoaded", () => {
  const rows = [...document.querySelectorAll("[data-keys] tbody tr")];
  const ticks = [...document.querySelectorAll("[data-keys] tbody input[type=checkbox]")];
  const all = document.querySelector("[data-tick-all]");
  const bulk = document.getElementById("bulk");
  let at = -1;

  const count = () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    const words = document.querySelector("[data-ticked]");
    if (words) words.textContent = ticked ? `（已选${ticked}件）` : "";
    if (bulk) bulk.toggleAttribute("data-none", !ticked);
    if (all) {
      all.checked = ticked > 0 && ticked === ticks.length;
      all.indeterminate = ticked > 0 && ticked < ticks.length;
    }
  };
  const go = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("is-at");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("is-at");
    rows[at].querySelector("a")?.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    Enter: () => rows[at]?.querySelector("a")?.click(),
    x: () => rows[at]?.querySelector("input[type=checkbox]")?.click(),
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => document.querySelector("[data-keys-help]")?.click(),
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, summary");
    const inRow = event.target.closest("[data-keys] tr") || event.target === document.body;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    if (event.key === "Enter" && (!inRow || event.target.closest("a, button"))) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const tick of ticks) tick.addEventListener("change", count);
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const tick of ticks) tick.checked = all.checked;
      count();
    });
  }
  count();
});
