// Lessons by keyboard: j and k go from finding to finding, a and d decide the one in hand, u takes back, n writes a new one;
// Ctrl+Enter keeps what is being written. Without it the buttons post as always.
(() => {
  "use strict";

  const page = document.querySelector("[data-lessons]");
  if (!page) return;
  const rows = [...page.querySelectorAll("[data-row]")];
  const form = page.querySelector("form[data-write]");
  let at = -1;

  function go(to) {
    if (!rows.length) return;
    rows[at]?.classList.remove("is-at");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("is-at");
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  }

  // The first one is in hand from the beginning, without taking the focus.
  if (rows.length) {
    at = 0;
    rows[0].classList.add("is-at");
  }

  form?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "j") return go(at + 1);
    if (event.key === "k") return go(at - 1);
    if (event.key === "n" && form) {
      event.preventDefault();
      return form.querySelector("[data-first]")?.focus();
    }
    const button = page.querySelector(`[data-key="${CSS.escape(event.key)}"]`) ?? rows[at]?.querySelector(`[data-act="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
