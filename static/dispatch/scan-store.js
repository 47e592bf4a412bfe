// What the packing table keeps on the phone: scans not sent yet, and the list it answers from. Survives a reload; nothing is sent twice
// for the server knows each scan by its id.
(() => {
  "use strict";

  const NAME = "packing-table";
  let opened;

  function open() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("scans", { keyPath: "id" });
        asked.result.createObjectStore("kept");
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  async function run(store, mode, act) {
    const base = await open();
    return new Promise((done, failed) => {
      const change = base.transaction(store, mode);
      const asked = act(change.objectStore(store));
      change.oncomplete = () => done(asked.result);
      change.onerror = () => failed(change.error);
      change.onabort = () => failed(change.error);
    });
  }

  window.scanStore = {
    keep: (scan) => run("scans", "readwrite", (store) => store.put(scan)),
    drop: (id) => run("scans", "readwrite", (store) => store.delete(id)),
    waiting: () => run("scans", "readonly", (store) => store.getAll()),
    set: (name, value) => run("kept", "readwrite", (store) => store.put(value, name)),
    get: (name) => run("kept", "readonly", (store) => store.get(name)),
  };
})();
