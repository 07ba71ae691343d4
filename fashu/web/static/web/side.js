/* The menu is longer than most screens: where one is comes into sight. */
"use strict";
addEventListener("DOMContentLoaded", () => {
  const side = document.querySelector(".side");
  const here = side?.querySelector("[aria-current]");
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) {
    side.scrollTop = here.offsetTop - side.clientHeight / 2;
  }
});
