/* Follow-up questions appear as soon as an answer calls for them. Without this script the page
   shows them after the next click on 继续. */
"use strict";
(() => {
  const answersOf = (form, name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((control) => !control.matches(":disabled"))
      .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
      .map((control) => control.value);

  const show = (form) => {
    /* In the order of the page, so that a hidden question calls for nothing. */
    for (const part of form.querySelectorAll("[data-when]")) {
      if (!form.elements.namedItem(part.dataset.when)) continue; /* asked on another page */
      const wanted = part.dataset.answers.split(" ");
      const asked = answersOf(form, part.dataset.when).some((value) => wanted.includes(value));
      part.hidden = part.disabled = !asked;
    }
  };

  /* Whoever is chosen from the register brings his name, and an organisation its code. */
  const fill = (chosen) => {
    for (const [value, into] of [[chosen.name, chosen.nameInto], [chosen.code, chosen.codeInto]]) {
      const field = into && document.getElementById(into);
      if (field) field.value = value;
    }
  };

  addEventListener("change", (event) => {
    if (event.target.form?.querySelector("[data-when]")) show(event.target.form);
    fill(event.target.dataset);
  });

  /* The same search under the same finger: Enter in a search box searches and does not go on. */
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[hx-get][type=search]")) event.preventDefault();
  });
})();
