/* Small comforts; every page works without them. */
"use strict";
addEventListener("DOMContentLoaded", () => {
  /* <button data-fill='{"id_username": "…"}'> fills fields by their id. */
  for (const button of document.querySelectorAll("[data-fill]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const [id, value] of Object.entries(JSON.parse(button.dataset.fill))) {
        document.getElementById(id).value = value;
      }
    });
  }
  /* <button data-speak> reads the page aloud with the voice of the system, and stops again. */
  for (const button of document.querySelectorAll("[data-speak]")) {
    if (!("speechSynthesis" in window)) break;
    const words = button.querySelector("[data-speak-words]");
    const say = words.textContent;
    const rest = () => { words.textContent = say; button.setAttribute("aria-pressed", "false"); };
    button.hidden = false;
    rest();
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) { speechSynthesis.cancel(); rest(); return; }
      for (const part of document.querySelector("main").innerText.split(/\n+/)) {
        const speech = new SpeechSynthesisUtterance(part);
        speech.lang = document.documentElement.lang.startsWith("en") ? "en-GB" : "zh-CN";
        speech.rate = 0.9;
        speech.onend = () => { if (!speechSynthesis.pending) rest(); };
        speechSynthesis.speak(speech);
      }
      words.textContent = words.dataset.speakWords;
      button.setAttribute("aria-pressed", "true");
    });
  }
  addEventListener("pagehide", () => window.speechSynthesis?.cancel());
  /* An error summary takes the focus, so that a screen reader says it first. The fragment of
     the address would take it away again. */
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    history.replaceState(null, "", location.pathname + location.search);
    summary.focus();
  }
});
