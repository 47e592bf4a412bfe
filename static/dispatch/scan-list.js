// Answers without network, from the list loaded last: what is held stops, what is known ships, all else is asked about. A list that
// is too old never says that a parcel may leave. Digests are those of dispatch/rules/digests.py, numbers those of rules/numbers.py.
(() => {
  "use strict";

  const LONGEST = 60;

  function lane(number, prime, seed) {
    let value = seed >>> 0;
    for (let place = 0; place < Math.min(number.length, LONGEST); place++) {
      value = Math.imul(value ^ number.charCodeAt(place), prime) >>> 0;
    }
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b) >>> 0;
    return (value ^ (value >>> 13)) >>> 0;
  }

  function digest(number, salt) {
    const high = lane(number, 16777619, 2166136261 ^ salt);
    const low = lane(number, 0x5bd1e995, 0x9747b28c ^ salt);
    return high * 2097152 + (low & 0x1fffff);
  }

  function cleaned(read) {
    const text = read.slice(0, 400).normalize("NFKC").replace(/[\s\p{C}]/gu, "");
    const quoted = /^=?"(.*)"$/.exec(text);
    return (quoted ? quoted[1] : text).replace(/^'+/, "").slice(0, 100);
  }

  function variants(number) {
    if (!/^[\w\-#./:+]+$/.test(number)) return [];
    const found = [number, number.toUpperCase()];
    const piece = /^(.{6,}?)-\d{1,3}-\d{1,3}-?$/.exec(number);
    if (piece) found.push(piece[1], piece[1].toUpperCase());
    return found;
  }

  function floats(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Float64Array(bytes.buffer);
  }

  // `list` as the server gave it, made ready once.
  function ready(list) {
    const held = new Map(list.holds.map(([key, code, asked, out]) => [key, { code, asked, out }]));
    return { madeAt: list.made_at * 1000, good: list.minutes_good * 60000, salt: list.salt, held, known: new Set(floats(list.known)) };
  }

  const ASKS = new Set(["part", "part_unknown", "unsure"]);

  function answer(list, read, now) {
    const tried = variants(cleaned(read));
    if (!tried.length) return { word: "ask", code: "rubbish" };
    if (!list) return { word: "ask", code: "no_list" };
    const keys = tried.map((number) => digest(number, list.salt));
    const held = keys.map((key) => list.held.get(key)).find(Boolean);
    if (held) return { word: ASKS.has(held.code) ? "ask" : "stop", code: held.code, asked: held.asked, out: held.out };
    if (!keys.some((key) => list.known.has(key))) return { word: "ask", code: "not_listed" };
    // A clock set back would make an old list young: then it is not trusted either.
    const age = now - list.madeAt;
    return age > list.good || age < -60000 ? { word: "ask", code: "old_list" } : { word: "ship", code: "clear" };
  }

  window.scanList = { ready, answer, cleaned, digest };
})();
