// The plan by keyboard, and its sums while typing. Without it every form still posts and says what is wrong.
(() => {
  "use strict";

  const number = (text) => {
    const cleaned = (text || "").replace(/[\s,，¥$€£%\u00a0]/g, "");
    return cleaned === "" ? null : Number(cleaned);
  };

  // ---- Target: arrows move between values, Escape leaves the value as it was ----
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelector(".target__edit [data-cancel]")?.click();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!event.target.matches(".target__value")) return;
    const values = [...document.querySelectorAll(".target__value")];
    const next = values[values.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    const input = document.querySelector(".target__edit input[name='value']");
    if (input && document.activeElement !== input) input.focus();
    input?.select();
  });

  const form = document.querySelector("[data-plan]");
  if (!form) return;

  // ---- Shares must make 100% ----
  const total = form.querySelector("[data-share-total]");
  function sumShares() {
    let sum = 0;
    for (const row of form.querySelectorAll("[data-phases] [data-phase]")) {
      if (row.querySelector("input[name$='-DELETE']")?.checked) continue;
      sum += Math.round((number(row.querySelector("input[name$='-share']")?.value) || 0) * 100);
    }
    const good = sum === 10000;
    total.textContent = `${sum / 100}%, ${total.dataset[good ? "good" : "bad"]}`;
    total.classList.toggle("is-good", good);
    total.classList.toggle("is-bad", !good);
  }

  // ---- Any three figures give the fourth ----
  const result = form.querySelector("[data-figures-result]");
  function fourth() {
    const names = ["revenue", "visitors", "conversion", "order_value"];
    const given = Object.fromEntries(names.map((name) => [name, number(form.elements[name]?.value)]));
    const missing = names.filter((name) => given[name] === null || Number.isNaN(given[name]));
    const conversion = given.conversion / 100;
    const write = (value, digits) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
    if (missing.length > 1) return;
    if (missing.length === 0) {
      const product = given.visitors * conversion * given.order_value;
      const agree = Math.abs(product / given.revenue - 1) < 0.005;
      result.textContent = `${write(product, 2)}: ${result.dataset[agree ? "agree" : "differ"]}`;
      return;
    }
    const value = {
      revenue: () => given.visitors * conversion * given.order_value,
      visitors: () => given.revenue / conversion / given.order_value,
      conversion: () => (100 * given.revenue) / given.visitors / given.order_value,
      order_value: () => given.revenue / given.visitors / conversion,
    }[missing[0]]();
    if (!Number.isFinite(value)) return;
    const text = missing[0] === "conversion" ? `${write(value, 2)}%` : write(value, missing[0] === "visitors" ? 0 : 2);
    result.textContent = `${result.dataset[missing[0]]}: ${text}`;
  }

  // ---- Stages follow the start of a new sale until somebody writes them ----
  const stages = { preparation_on: ["starts_on", -55], warm_up_on: ["starts_on", -21], closing_on: ["ends_on", 3] };
  function moveStages(changed) {
    for (const [name, [source, days]] of Object.entries(stages)) {
      const field = form.elements[name];
      if (source !== changed || !field || field.dataset.written || form.dataset.hasPlan) continue;
      const day = new Date(`${form.elements[source].value}T00:00:00Z`);
      if (Number.isNaN(day.getTime())) continue;
      day.setUTCDate(day.getUTCDate() + days);
      field.value = day.toISOString().slice(0, 10);
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name in stages) event.target.dataset.written = "yes";
    sumShares();
    fourth();
    moveStages(event.target.name);
  });

  // ---- One more phase: begins where the last one ends ----
  form.querySelector("[data-phase-add]")?.addEventListener("click", () => {
    const rows = form.querySelector("[data-phases]");
    const count = form.elements["phases-TOTAL_FORMS"];
    const last = rows.lastElementChild;
    const holder = document.createElement("div");
    holder.innerHTML = form.querySelector("[data-phase-empty]").innerHTML.replaceAll("__prefix__", count.value);
    const row = holder.firstElementChild;
    rows.append(row);
    count.value = Number(count.value) + 1;
    for (const part of ["on", "time"]) {
      const from = row.querySelector(`input[name$='-from_${part}']`);
      const to = last?.querySelector(`input[name$='-to_${part}']`);
      if (from && to) from.value = to.value;
    }
    row.querySelector("input")?.focus();
    sumShares();
  });

  sumShares();
  fourth();
})();
