// Counting with a phone or a scanner: a scanner types the SKU and presses Enter, which leads to the pieces; Enter there keeps them.
// Without this script the page asks for the pieces after the first Enter.
(() => {
  "use strict";

  const form = document.querySelector(".counting__form");
  if (!form) return;
  const sku = form.querySelector("[name=sku]");
  const units = form.querySelector("[name=units]");

  function go(field) {
    field.focus();
    field.select();
  }

  sku.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (sku.value.trim()) go(units);
  });

  // A scan into the field of the pieces would be a number nobody counted: an EAN has eight figures or more.
  units.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || units.value.trim().length < 8) return;
    event.preventDefault();
    sku.value = units.value.trim();
    units.value = "";
    go(units);
  });

  if (form.dataset.focus === "sku") go(sku);
  if (form.dataset.focus === "units") go(units);
})();
