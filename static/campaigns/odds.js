// Sliders of a what-if: a slider writes its figure into the field beside it, the field moves its slider. The form posts itself
// (htmx) a moment after the last move; without this script the fields and the button do the same.
(() => {
  "use strict";

  const form = document.querySelector("[data-what-if-form]");
  if (!form) return;
  const language = document.documentElement.lang;
  const number = (text) => Number(text.replace(/[\s,，%¥$€£元]/g, ""));

  for (const slider of form.querySelectorAll("input[data-slides]")) {
    const field = document.getElementById(slider.dataset.slides);
    slider.hidden = false;
    const typed = number(field.value);
    if (field.value && Number.isFinite(typed)) slider.value = typed;
    // Before htmx hears of it: the field carries the figure.
    slider.addEventListener("input", () => {
      field.value = Number(slider.value).toLocaleString(language, { maximumFractionDigits: 4 });
    });
    field.addEventListener("input", () => {
      const value = number(field.value);
      if (field.value && Number.isFinite(value)) slider.value = value;
    });
  }
})();
