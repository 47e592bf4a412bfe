// The keys of the desk: find from everywhere, choose with the arrows, copy a script with its number.
// Without it the box is a form that is sent, and texts are copied by hand.
(() => {
  "use strict";

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const box = () => [...document.querySelectorAll("[data-desk-find]")].find((one) => one.offsetParent !== null);
  const listOf = (input) => {
    const below = document.getElementById(input.getAttribute("aria-controls"));
    const near = below?.querySelector("[role=option]") ? below : document.querySelector(".desk__found[data-desk-found]");
    return [...(near?.querySelectorAll("[role=option]") ?? [])];
  };

  function mark(input, options, place) {
    options.forEach((option, number) => {
      option.id ||= `${input.id}-${number}`;
      option.setAttribute("aria-selected", number === place ? "true" : "false");
    });
    if (options[place]) {
      input.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function choose(event, input) {
    const options = listOf(input);
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(input, options, now < 0 ? (step > 0 ? 0 : options.length - 1) : (now + step + options.length) % options.length);
    } else if (event.key === "Enter" && now >= 0) {
      event.preventDefault();
      location.assign(options[now].href);
    } else if (event.key === "Escape") {
      document.getElementById(input.getAttribute("aria-controls"))?.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.blur();
    }
  }

  function find(event) {
    const input = box();
    event.preventDefault();
    if (input) {
      input.focus();
      input.select();
    } else {
      const link = document.querySelector(".find__link");
      if (link) location.assign(link.href);
    }
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const input = document.querySelector(`[aria-controls="${event.detail.target.id}"]`);
    if (input) input.setAttribute("aria-expanded", listOf(input).length ? "true" : "false");
    if (input) input.removeAttribute("aria-activedescendant");
  });

  // ---- Copying ----
  const said = () => document.querySelector("[data-desk-said]");
  function tell(words, key) {
    const line = said();
    if (line) line.textContent = (key ? `${key}: ` : "") + words;
  }
  function select(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }
  async function copy(button) {
    const node = document.getElementById(button.dataset.copy);
    const key = button.dataset.copyKey;
    const line = said();
    if (!node || !line) return;
    try {
      await navigator.clipboard.writeText(node.innerText);
      tell(line.dataset.copied, key);
    } catch {
      // In a frame, or without TLS: the older way, and where that is refused too the text stays selected.
      select(node);
      const done = document.execCommand?.("copy") ?? false;
      tell(done ? line.dataset.copied : line.dataset.selected, key);
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });

  // ---- Keys ----
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") return find(event);
    const input = event.target.closest("[data-desk-find]");
    if (input && !event.isComposing) return choose(event, input);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape" && document.querySelector("[data-desk-card]")) event.target.blur();
      return;
    }
    if (event.key === "/" && !document.querySelector("[data-find], input[type='search']")) return find(event);
    if (!document.querySelector("[data-desk-card]")) return;
    const script = /^[1-9]$/.test(event.key) && document.querySelector(`[data-copy-key="${event.key}"]`);
    if (script) {
      event.preventDefault();
      copy(script);
    }
    const field = /^[a-z]$/i.test(event.key) && document.querySelector(`[data-desk-key="${event.key.toLowerCase()}"]`);
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  // Where nobody is found yet, the box waits for what is pasted.
  if (!document.querySelector("[data-desk-card]")) document.querySelector(".find--large [data-desk-find]")?.focus();
})();
