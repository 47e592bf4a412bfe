// A wall runs for days unattended: it asks for its body every 15 seconds, replaces it only when it changed, and between two
// answers tells time, ages and minutes itself. It never shows old numbers in colour: when the data or the last answer are too
// old it turns grey and says the age in large figures. A server of another release makes it load itself anew.
(() => {
  "use strict";

  const wall = document.getElementById("wall");
  const set = document.body.dataset;
  const age = document.getElementById("wall-age");
  const why = document.getElementById("wall-why");
  const ASK_EVERY = 15_000;
  const ASK_SLOWLY = 300_000;
  const SILENT_AFTER = 60; // seconds without an answer
  const ANSWER_WITHIN = 10_000;

  let etag = set.etag;
  let greyAfter = Number(set.greyAfter);
  let shift = Number(set.now) - performance.now() / 1000; // the server's clock; the television's own may be wrong
  let answered = performance.now() / 1000;
  let base = sinceOf(wall);
  let taken = false;
  let failures = 0;

  const serverNow = () => performance.now() / 1000 + shift;

  function sinceOf(root) {
    const told = root.querySelector("[data-since]")?.dataset.since;
    return told ? Number(told) : null;
  }

  // ---- Words for a stretch of minutes ----
  function stretch(minutes) {
    if (minutes < 60) return set.minutes.replace("#", minutes);
    if (minutes < 1440) return set.hours.replace("##", minutes % 60).replace("#", Math.floor(minutes / 60));
    return set.days.replace("##", Math.floor((minutes % 1440) / 60)).replace("#", Math.floor(minutes / 1440));
  }

  function write(element, words) {
    if (element && element.textContent !== words) element.textContent = words;
  }

  // ---- Each second: what changes by itself ----
  let clock;
  try {
    clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: set.zone });
  } catch {
    clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  }

  function tick() {
    const now = serverNow();
    const time = clock.format(new Date(now * 1000));
    document.querySelectorAll("[data-clock]").forEach((element) => write(element, time));
    wall.querySelectorAll("[data-until]").forEach((element) => {
      const left = Math.max(0, Math.ceil((Number(element.dataset.until) - now) / 60));
      write(element, element.dataset.left.replace("#", stretch(left)));
    });
    wall.querySelectorAll("[data-out-at]").forEach((element) => {
      const left = Number(element.dataset.outAt) - Math.floor(now / 60);
      write(element, left > 0 ? stretch(left) : set.out);
    });
    const badge = wall.querySelector("[data-since]");
    if (badge && base !== null) write(badge, "· " + stretch(Math.max(0, Math.floor((now - base) / 60))));
    judge(now);
    sleep(time);
  }

  function judge(now) {
    const silence = performance.now() / 1000 - answered;
    const old = base === null ? 0 : now - base;
    const tooOld = base !== null && old > 60 * greyAfter;
    const silent = silence > SILENT_AFTER;
    document.body.classList.toggle("is-stale", taken || tooOld || silent);
    document.body.classList.toggle("is-taken", taken);
    age.parentElement.hidden = !(taken || tooOld || silent);
    if (taken) {
      write(age, set.gone);
      write(why, "");
    } else if (tooOld) {
      write(age, stretch(Math.floor(old / 60)));
      write(why, set.old);
    } else if (silent) {
      write(age, stretch(Math.max(1, Math.floor(silence / 60))));
      write(why, set.silent);
    }
  }

  // ---- Night hours, by the clock of the sale ----
  function isNight(time) {
    if (set.nightFrom === "" || set.nightTo === "") return false;
    const [hour, minute] = time.split(":").map(Number);
    const at = (hour % 24) * 60 + minute;
    const [from, to] = [Number(set.nightFrom), Number(set.nightTo)];
    return from <= to ? at >= from && at < to : at >= from || at < to;
  }

  let night = false;
  function sleep(time) {
    const was = night;
    night = isNight(time);
    document.body.classList.toggle("is-night", night);
    if (was && !night) ask(); // it wakes with fresh numbers
  }

  // ---- Asking ----
  let asking = false;
  let timer;

  async function ask() {
    if (asking) return;
    asking = true;
    clearTimeout(timer);
    try {
      const answer = await fetch(set.url, {
        headers: { "If-None-Match": etag },
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      await take(answer);
    } catch {
      failures += 1; // the grey tells it
    }
    asking = false;
    const wait = taken || night ? ASK_SLOWLY : Math.min(60_000, ASK_EVERY * 2 ** Math.min(failures, 2));
    timer = setTimeout(ask, wait * (0.9 + 0.2 * Math.random()));
  }

  async function take(answer) {
    if (answer.status === 404) {
      taken = true;
      return;
    }
    if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
    const release = answer.headers.get("X-Release");
    if (release && release !== set.release) {
      renew();
      return;
    }
    if (answer.status === 200) {
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      wall.replaceChildren(...parsed.body.childNodes);
      etag = answer.headers.get("ETag") ?? "";
    }
    const told = answer.headers.get("X-Data-Base");
    base = told ? Number(told) : null;
    greyAfter = Number(answer.headers.get("X-Grey-After") ?? greyAfter);
    const date = Date.parse(answer.headers.get("Date") ?? "");
    if (!Number.isNaN(date)) shift = date / 1000 - performance.now() / 1000;
    answered = performance.now() / 1000;
    failures = 0;
    taken = false;
    tick();
  }

  // While a redeploy runs, old and new processes answer in turn: load anew every 20 seconds at most.
  function renew() {
    answered = performance.now() / 1000;
    const last = Number(sessionStorage.getItem("renewed") ?? 0);
    if (Math.abs(Date.now() - last) < 20_000) return;
    sessionStorage.setItem("renewed", String(Date.now()));
    location.reload();
  }

  addEventListener("online", () => ask()); // the network is back
  tick();
  setInterval(tick, 1000);
  timer = setTimeout(ask, ASK_EVERY * Math.random());
})();
