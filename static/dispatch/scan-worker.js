// The service worker of the packing table: it reaches no further than its page. Without network the page and its files come from here;
// answers and lists never do, the page itself knows what may be told without network.
"use strict";

const CACHE = "packing-table-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page names the files it was made of: those it took before this worker was there.
self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.files)) return;
  event.waitUntil(keep(event.data.files));
});

async function keep(files) {
  const cache = await caches.open(CACHE);
  for (const file of files) {
    if (new URL(file, self.location.href).origin !== self.location.origin) continue;
    const found = await fetch(file, { credentials: "same-origin" }).catch(() => null);
    if (found?.ok && !found.redirected) await cache.put(file, found);
  }
  const wanted = new Set(files.map((file) => new URL(file, self.location.href).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(networkFirst(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(cacheFirst(event.request));
});

async function networkFirst(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CACHE);
    const found = await cache.match(request, { ignoreSearch: true });
    if (found) return found;
    throw error;
  }
}

async function cacheFirst(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
