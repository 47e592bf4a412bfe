// One key for each act: a button with data-hotkey is pressed by it, a text is copied. Without it the buttons do the same.
(() => {
  "use strict";

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  function select(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }

  async function copy(button) {
    const node = document.getElementById(button.dataset.copyText);
    const line = document.querySelector("[data-copied-line]");
    if (!node || !line) return;
    try {
      await navigator.clipboard.writeText(node.innerText);
      line.textContent = line.dataset.words;
    } catch {
      // Without TLS: the older way, and where that is refused too the text stays selected.
      select(node);
      line.textContent = document.execCommand?.("copy") ? line.dataset.words : line.dataset.selected;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-text]");
    if (button) copy(button);
  });

  let sent = false; // a key held down must not report twice
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || typing(event.target)) return;
    if (!/^[a-z0-9]$/i.test(event.key)) return;
    const button = document.querySelector(`[data-hotkey="${event.key.toLowerCase()}"]`);
    if (!button || sent) return;
    event.preventDefault();
    sent = button.type === "submit";
    button.click();
  });
  window.addEventListener("pageshow", () => (sent = false));
})();
