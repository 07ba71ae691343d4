/* The bell counts what is unread while a page is open: by server-sent events, and every minute
   where the stream has no place for this page. Without this file it counts at every page. */
"use strict";
addEventListener("DOMContentLoaded", () => {
  const bell = document.querySelector("[data-stream]");
  if (!bell) return;
  const shown = bell.querySelector("[data-unread]");
  const told = document.querySelector("[data-told]");
  /* It says that it only listens: asking keeps no session alive. */
  const ask = async () => {
    const answer = await fetch(bell.dataset.count, { headers: { Accept: "text/event-stream" } });
    if (!answer.ok) return;
    const { unread } = await answer.json();
    shown.textContent = unread;
    shown.hidden = !unread;
  };
  const every = () => setInterval(() => ask().catch(() => {}), 60_000);
  let stream;
  let waiting;
  const open = () => {
    if (stream || document.visibilityState !== "visible") return;
    stream = new EventSource(bell.dataset.stream);
    stream.addEventListener("notice", () => {
      ask().catch(() => {});
      told.textContent = "有新的消息";
    });
    stream.addEventListener("full", () => {
      stream.close();
      waiting ??= every();
    });
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) waiting ??= every();
    });
  };
  /* A page nobody looks at gives its place to one that somebody does. */
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      ask().catch(() => {});
      open();
    } else {
      stream?.close();
      stream = undefined;
    }
  });
  addEventListener("pagehide", () => stream?.close());
  open();
});
