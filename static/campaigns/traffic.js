// The form of the traffic plan: while somebody types, what each channel brings and costs, how far the plan is from its target,
// and how many visitors of each channel would close it. Whole numbers throughout; the server counts again and is the truth.
(() => {
  "use strict";

  const form = document.querySelector("form[data-traffic]");
  if (!form) return;
  const chinese = document.documentElement.lang.startsWith("zh");
  const currency = form.dataset.currency;
  const exponent = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const symbol = { CNY: "¥", JPY: "JP¥", USD: chinese ? "US$" : "$", EUR: "€", GBP: "£" }[currency] ?? currency;
  const target = BigInt(form.dataset.target);
  const halfUp = (number, divisor) => (2n * number + divisor) / (2n * divisor);

  // "1,209.5" with 2 decimals is 120950n; null when it is no number.
  function whole(text, decimals) {
    const plain = text.replace(/[\s,，%¥$€£元]/g, "");
    if (plain === "") return 0n;
    const found = /^(\d*)(?:\.(\d*))?$/.exec(plain);
    if (!found) return null;
    const rest = (found[2] ?? "").padEnd(decimals + 1, "0");
    const digits = BigInt((found[1] || "0") + rest.slice(0, decimals));
    return digits + (rest[decimals] >= "5" ? 1n : 0n);
  }

  // Three figures and the size, as every page writes amounts for reading.
  function short(value, steps) {
    const figures = Math.max(0, String(Math.round(value)).length - 3);
    const rounded = Math.round(value / 10 ** figures) * 10 ** figures;
    const [power, unit] = steps.find(([step]) => rounded >= 10 ** step) ?? [0, ""];
    if (!unit) return value < 10 ? value.toFixed(exponent) : Math.round(value).toLocaleString("en");
    const scaled = rounded / 10 ** power;
    const places = Math.max(0, 2 - Math.floor(Math.log10(scaled)));
    return `${scaled.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places })}\u00a0${unit}`;
  }
  function money(minor) {
    const value = Number(minor) / 10 ** exponent;
    const steps = value < 10000 ? [] : chinese ? [[8, "亿"], [4, "万"]] : [[9, "B"], [6, "M"], [3, "k"]];
    const body = short(value, steps);
    if (!chinese || currency !== "CNY") return symbol + body;
    return steps.length ? body : `${body}\u00a0元`;
  }
  function tile(count) {
    const value = Number(count);
    if (value < 10000) return value.toLocaleString("en");
    const steps = chinese ? [[8, "亿", 2], [4, "万", 1]] : [[9, "B", 2], [6, "M", 2], [3, "k", 1]];
    const [power, unit, places] = steps.find(([step]) => value >= 10 ** step);
    return `${(value / 10 ** power).toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places })}\u00a0${unit}`;
  }

  function read(row) {
    const text = (name) => row.querySelector(`[data-figure="${name}"]`).value;
    const visitors = whole(text("visitors"), 0);
    const conversion = whole(text("conversion"), 8); // per cent with 8 decimals: a share with 10
    const value = whole(text("order_value"), exponent);
    const fixed = whole(text("fixed"), exponent);
    const price = whole(text("per_visitor"), exponent + 4);
    const commission = whole(text("commission"), 4); // a share with 6 decimals
    if ([visitors, conversion, value, fixed, price, commission].includes(null)) return null;
    const revenue = halfUp(visitors * conversion * value, 10n ** 10n);
    const cost = fixed + halfUp(visitors * price, 10n ** 4n) + halfUp(revenue * commission, 10n ** 6n);
    return { visitors, worth: conversion * value, revenue, cost, isPlanned: text("visitors").trim() !== "" };
  }

  function count() {
    const rows = [...form.querySelectorAll("[data-line]")].map((row) => [row, read(row)]);
    const known = rows.filter(([, line]) => line).map(([, line]) => line);
    const sum = (name) => known.reduce((all, line) => all + line[name], 0n);
    const reached = sum("revenue");
    const missing = target - reached;
    const apart = missing < 0n ? -missing : missing;
    const closes = apart * 200n <= target && reached > 0n;
    for (const [row, line] of rows) {
      row.querySelector('[data-result="revenue"]').textContent = line?.isPlanned ? money(line.revenue) : "";
      row.querySelector('[data-result="cost"]').textContent = line?.cost ? money(line.cost) : "";
      const button = row.querySelector("[data-close]");
      const wanted = line?.isPlanned && line.worth && line.revenue + missing >= 0n ? halfUp((line.revenue + missing) * 10n ** 10n, line.worth) : null;
      button.hidden = wanted === null || missing === 0n || wanted === line.visitors;
      if (!button.hidden) button.textContent = button.dataset.words.replace("{visitors}", tile(wanted));
    }
    const show = (name, words) => (form.querySelector(`[data-sum="${name}"]`).textContent = words);
    show("product", money(reached));
    show("visitors", Number(sum("visitors")).toLocaleString("en"));
    show("cost", money(sum("cost")));
    const difference = form.querySelector('[data-sum="difference"]');
    difference.textContent = closes ? difference.dataset.closes : (missing > 0n ? difference.dataset.short : difference.dataset.above).replace("{amount}", money(apart));
    difference.className = `mark ${closes ? "is-ahead" : missing > 0n ? "is-behind" : "is-watch"}`;
    const best = form.querySelector("[data-best]");
    if (best) best.hidden = true; // its number was the server's; each row says its own while one types
  }

  form.addEventListener("input", count);
})();
