// What every page shares: words for failed requests, the CSRF header, polling manners, messages, sorting, "/" to find.
// No page needs it to be read; without it forms post and links lead as always.
(() => {
  "use strict";

  const toasts = document.getElementById("toasts");
  const cookie = (name) =>
    document.cookie
      .split("; ")
      .find((part) => part.startsWith(name + "="))
      ?.slice(name.length + 1) ?? "";

  // ---- Messages ----
  function say(words, level) {
    if (!toasts || !words) return;
    if ([...toasts.querySelectorAll("span")].some((shown) => shown.textContent === words)) return;
    const toast = document.createElement("div");
    toast.className = "toast toast--" + (level || "info");
    const text = document.createElement("span");
    text.textContent = words;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast__close";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", toasts.dataset.close);
    close.textContent = "×";
    toast.append(text, close);
    toasts.append(toast);
    leaveLater(toast);
  }

  // A message about something that went well leaves by itself; one about trouble stays until it is closed.
  function leaveLater(toast) {
    if (/toast--(error|warning)/.test(toast.className)) return;
    setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), 10000);
  }

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest(".toast, .banner")?.remove();
    document.querySelectorAll("details.tabbar__more[open]").forEach((more) => {
      if (!more.contains(event.target)) more.open = false;
    });
  });
  toasts?.querySelectorAll(".toast").forEach(leaveLater);

  // ---- htmx ----
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
    const etag = event.detail.elt.dataset.etag; // data-etag="&quot;...&quot;": an unchanged part answers 304
    if (etag && event.detail.verb === "get") event.detail.headers["If-None-Match"] = etag;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const asked = event.detail.requestConfig.triggeringEvent;
    if (document.hidden && !asked) event.preventDefault(); // nobody looks: do not poll
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (!xhr || xhr.status === 0) return;
    document.body.classList.remove("is-offline");
    const etag = xhr.getResponseHeader("ETag");
    if (etag && "etag" in elt.dataset) elt.dataset.etag = etag;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(toasts?.dataset[status === 401 ? "signedOut" : status === 403 ? "forbidden" : "failed"], "error");
  });
  document.addEventListener("htmx:sendError", () => {
    document.body.classList.add("is-offline");
    say(toasts?.dataset.offline, "warning");
  });
  document.addEventListener("visibilitychange", () => {
    // Parts poll with hx-trigger="every 15s, page:shown from:body".
    if (!document.hidden) document.body.dispatchEvent(new CustomEvent("page:shown"));
  });

  // ---- Tables: <table data-sortable>, <th><button type="button">; a cell may carry data-value ----
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
    const number = text === "" ? NaN : Number(text.replace(/,/g, ""));
    return Number.isNaN(number) ? text : number;
  };
  function compare(a, b) {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1; // the unknown goes last, whichever way
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  }
  document.addEventListener("click", (event) => {
    const head = event.target.closest("table[data-sortable] thead th");
    if (!head || !event.target.closest("button")) return;
    const table = head.closest("table");
    const falling = head.getAttribute("aria-sort") !== "descending";
    table.querySelectorAll("thead th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    for (const body of table.tBodies) {
      const rows = [...body.rows].map((row) => [valueOf(row, head.cellIndex), row]);
      const way = (x, y) => (x === "" || y === "" ? compare(x, y) : compare(x, y) * (falling ? -1 : 1));
      rows.sort(([x], [y]) => way(x, y));
      body.append(...rows.map(([, row]) => row));
    }
  });

  // ---- Moments: <time data-local> is written in UTC; show it by the reader's own clock ----
  const language = document.documentElement.lang;
  const parts = (moment) =>
    language.startsWith("zh")
      ? `${moment.getFullYear()}年${moment.getMonth() + 1}月${moment.getDate()}日`
      : `${moment.getDate()} ${moment.toLocaleString("en", { month: "short" })} ${moment.getFullYear()}`;
  function localise(root) {
    root.querySelectorAll("time[data-local]").forEach((time) => {
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime())) return;
      time.title = time.textContent;
      time.textContent = `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, "0")}, ${parts(moment)}`;
      time.removeAttribute("data-local");
    });
  }
  localise(document);
  document.addEventListener("htmx:afterSettle", () => localise(document));

  // ---- Keys: "/" goes to the search of the page, Escape closes what is open ----
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.tabbar__more[open], details.confirm[open]").forEach((open) => (open.open = false));
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("[data-find], input[type='search']");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  });

  // ---- A form that came back: the first field that must be mended is where typing goes on ----
  document.querySelector("main form [aria-invalid='true']:not([type='hidden'])")?.focus();

  // ---- A long row of tabs begins where the page in hand is ----
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    const row = tab.parentElement;
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.clientWidth) / 2;
  });
})();
