// The time slider: says its minute while it is dragged, and lets keys move it from anywhere on the page.
// Without it the slider is a form with a button.
(() => {
  "use strict";

  const slider = () => document.getElementById("past-minute");
  const words = (input) => {
    const moment = new Date(Number(input.value) * 60_000);
    return moment.toLocaleString("en-GB", { timeZone: input.dataset.zone, hour: "2-digit", minute: "2-digit", day: "numeric", month: "short" });
  };

  document.addEventListener("input", (event) => {
    if (event.target.id !== "past-minute") return;
    const said = words(event.target);
    event.target.setAttribute("aria-valuetext", said);
    const output = document.querySelector(".past__time");
    if (output) output.textContent = said;
  });

  document.addEventListener("keydown", (event) => {
    const input = slider();
    if (!input || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") && event.target !== input) return;
    if (event.key === "," || event.key === ".") {
      document.querySelector(`[data-step="${event.key === "," ? -1 : 1}"]`)?.click();
      return;
    }
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || event.target === input) return; // in the slider the browser does it
    event.preventDefault();
    input.value = String(Number(input.value) + way * Number(input.step));
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  });

  // A new part of the page brings a new slider: whoever moved it goes on moving it, and the address tells the minute.
  document.addEventListener("htmx:afterSwap", (event) => {
    const input = slider();
    if (event.target.id !== "past" || !input) return;
    input.focus({ preventScroll: true });
    history.replaceState(null, "", "?minute=" + input.value);
  });
})();
