// The packing table. Enter ends a scan; each scan is kept on the phone before it is sent and dropped once the server has it.
(() => {
  "use strict";

  const page = document.querySelector(".scan");
  if (!page) return;
  const { scanStore: store, scanList: offline, scanSound: sound } = window;
  const texts = JSON.parse(document.getElementById("scan-texts").textContent);
  const part = (name) => page.querySelector(`[data-${name}]`);
  const form = part("form");
  const input = form.elements.number;
  const PATIENCE = 1500; // ms until the list answers instead of the server
  const LIST_EVERY = 60000;
  const SEND_EVERY = 10000;
  const BATCH = 50;
  let list = null;
  let last = 0; // the number of the scan whose answer is shown
  let sending = false;

  const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const clock = (moment) =>
    new Date(moment).toLocaleTimeString(page.dataset.language, { hour: "2-digit", minute: "2-digit", hour12: false });

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function post(address, body, patience) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    try {
      const found = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        signal: stop.signal,
        headers: { "HX-Request": "true", "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(body),
      });
      if (found.status === 401 || found.status === 403) part("took").textContent = texts.signed_out;
      if (!found.ok) throw new Error(String(found.status));
      return await found.json();
    } finally {
      clearTimeout(timer);
    }
  }

  function line(text, name) {
    const made = document.createElement(name ?? "strong");
    made.textContent = text;
    return made;
  }

  function show(answer, took) {
    page.className = `scan scan--${answer.word}`;
    const [word, chinese] = texts.words[answer.word];
    const beside = line(chinese, "span");
    beside.className = "zh";
    beside.lang = "zh-Hans";
    part("word").replaceChildren(word, ...(word === chinese ? [] : [beside]));
    part("why").textContent = answer.why;
    const todo = part("do");
    todo.replaceChildren(...(answer.take_out ?? []).map((out) => line(out)));
    if (answer.do) todo.append(line(answer.do));
    if (answer.again) {
      const again = line(put(texts.again, { time: answer.again[0], name: answer.again[1] }), "span");
      again.className = "scan__again";
      todo.append(again);
    }
    if (answer.facts?.length) {
      const facts = document.createElement("p");
      facts.className = "scan__facts";
      facts.append(...answer.facts.map((fact) => line(fact, "span")));
      todo.append(facts);
    }
    if (answer.code === "part" && answer.shop) todo.append(without(answer));
    todo.hidden = !todo.childElementCount;
    part("took").textContent = took;
    sound(answer.word);
  }

  function without(answer) {
    const button = page.querySelector("[data-without-button]").content.firstElementChild.cloneNode(true);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await post(page.dataset.without, { shop: answer.shop, order: answer.order }, 5000);
        await scan(answer.number);
      } catch {
        button.disabled = false;
      }
    });
    return button;
  }

  function alone(number) {
    const found = offline.answer(list, number, Date.now());
    const [why, todo] = texts.reasons[found.code];
    const asked = found.asked ? `${put(texts.asked, { time: clock(found.asked * 1000) })} ` : "";
    return { ...found, why: asked + why, do: todo, take_out: found.out ?? [], facts: [offline.cleaned(number)] };
  }

  async function scan(number) {
    const mine = ++last;
    const began = performance.now();
    const entry = { id: newId(), number: number.slice(0, 400), at: new Date().toISOString(), station: "", offline: "" };
    await store.keep(entry).catch(() => {});
    try {
      if (!navigator.onLine) throw new Error("offline");
      const found = await post(page.dataset.answers, { scans: [entry] }, PATIENCE);
      await store.drop(entry.id).catch(() => {});
      if (mine === last) show(found.answers[0], put(texts.took, { seconds: ((performance.now() - began) / 1000).toFixed(2) }));
      counts(found.counts);
      send();
    } catch {
      const answer = alone(number);
      await store.keep({ ...entry, offline: answer.word }).catch(() => {});
      if (mine === last) show(answer, texts.alone);
      tell();
    }
  }

  function counts(found) {
    part("counts").textContent = put(texts.counts, found);
  }

  async function tell() {
    const waiting = await store.waiting().catch(() => []);
    part("waiting").textContent = waiting.length ? put(texts.waiting, { count: waiting.length }) : "";
    const age = part("age");
    const old = list && Date.now() - list.madeAt > list.good;
    age.textContent = list ? put(old ? texts.late : texts.age, { time: clock(list.madeAt) }) : texts.none;
    age.classList.toggle("scan__late", !list || old);
  }

  // Sends what was kept; what the phone let go and the server would stop comes back first of all.
  async function send() {
    if (sending || !navigator.onLine) return;
    sending = true;
    try {
      for (;;) {
        const waiting = (await store.waiting()).filter((one) => one.offline).slice(0, BATCH);
        if (!waiting.length) break;
        const found = await post(page.dataset.answers, { scans: waiting }, 20000);
        for (const answer of found.answers) {
          const sent = waiting.find((one) => one.id === answer.id);
          if (sent.offline === "ship" && answer.word !== "ship") await callBack(answer);
          await store.drop(answer.id);
        }
        counts(found.counts);
      }
    } catch {
      // Kept; tried again soon.
    } finally {
      sending = false;
      tell();
    }
  }

  async function callBack(answer) {
    const red = (await store.get("red").catch(() => null)) ?? [];
    red.push({ number: answer.number, why: answer.why });
    await store.set("red", red);
    showRed(red);
    sound("stop");
  }

  function showRed(red) {
    const back = part("back");
    back.replaceChildren(
      ...red.map((one) => {
        const item = line(`${put(texts.back, { number: one.number })}. ${one.why}`, "li");
        const done = line("✓", "button");
        done.type = "button";
        done.setAttribute("aria-label", texts.done);
        done.addEventListener("click", async () => {
          const left = red.filter((other) => other !== one);
          await store.set("red", left);
          showRed(left);
        });
        item.append(" ", done);
        return item;
      }),
    );
    back.hidden = !red.length;
  }

  async function load() {
    try {
      const found = await fetch(page.dataset.list, { credentials: "same-origin", redirect: "error", cache: "no-store" });
      if (!found.ok) throw new Error(String(found.status));
      const told = await found.json();
      list = offline.ready(told);
      await store.set("list", told);
    } catch {
      // The list of before stays, and shows its age.
    }
    tell();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const number = input.value;
    input.value = "";
    if (number.trim()) scan(number);
  });
  // The scanner types wherever the cursor is: it is always in the field, except while a button is used by keyboard.
  const focus = () => input.focus({ preventScroll: true });
  document.addEventListener("click", (event) => event.target.closest("a, button") || focus());
  document.addEventListener("keydown", (event) => {
    if (event.target === input || event.ctrlKey || event.altKey || event.metaKey || event.key === "Tab") return;
    if (event.key.length === 1 && !event.target.closest("a, button")) focus();
  });
  document.addEventListener("visibilitychange", () => document.hidden || focus());
  part("keys").addEventListener("click", () => {
    input.inputMode = input.inputMode === "none" ? "text" : "none";
    input.blur();
    focus();
  });
  part("full").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
    focus();
  });
  window.addEventListener("online", send);

  async function serve() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope });
    const worker = (await navigator.serviceWorker.ready).active;
    const files = [...document.querySelectorAll("link[href][rel~=stylesheet], link[href][rel~=icon], script[src]")];
    worker.postMessage({ files: [page.dataset.scope, ...files.map((file) => file.href || file.src)] });
  }

  async function begin() {
    focus();
    const kept = await store.get("list").catch(() => null);
    if (kept) list = offline.ready(kept);
    const red = await store.get("red").catch(() => null);
    if (red?.length) showRed(red);
    // A scan whose page was closed before its answer came was never answered: it is sent as one that was asked about.
    for (const one of await store.waiting().catch(() => [])) if (!one.offline) await store.keep({ ...one, offline: "ask" });
    await load();
    send();
    setInterval(load, LIST_EVERY);
    setInterval(send, SEND_EVERY);
    setInterval(tell, 5000);
    serve().catch(() => {});
  }
  begin();
})();
