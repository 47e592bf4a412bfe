// Abnormal orders by keyboard: j and k go from row to row, x chooses, Enter opens, t w s n act on the chosen, u undoes.
// Without it the boxes and buttons post as always.
(() => {
  "use strict";

  const form = document.querySelector("form[data-keys]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const boxes = rows.map((row) => row.querySelector("input[name='id']"));
  let at = -1;

  form.querySelector("[data-all]")?.addEventListener("change", (event) => {
    for (const box of boxes) if (box) box.checked = event.target.checked;
  });

  function go(to) {
    if (!rows.length) return;
    rows[at]?.classList.remove("is-at");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("is-at");
    rows[at].querySelector("[data-open]")?.focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type='checkbox']), textarea, select, [contenteditable]")) return;
    if (event.key === "j") return go(at + 1);
    if (event.key === "k") return go(at - 1);
    if (event.key === "x" && boxes[at]) {
      boxes[at].checked = !boxes[at].checked;
      return;
    }
    const button = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    // A key without a choice means the row in hand.
    if (button.form === form && !boxes.some((box) => box?.checked)) {
      if (!boxes[at]) return;
      boxes[at].checked = true;
    }
    button.click();
  });
})();
