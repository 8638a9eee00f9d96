// Answers this page's own addresses from what was kept where there is no connection. Its scope is the
// page that checks certificates and nothing else of the node; nothing that was typed or sent is kept.
"use strict";
const CACHE = "kakehashi-verify";
const PATIENCE_MS = 5000;
const scope = new URL(self.registration.scope);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
  else if (url.pathname.startsWith(scope.pathname)) event.respondWith(newestFirst(request));
});

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  return await cache.match(request.url) ?? fetch(request);
}

async function newestFirst(request) {
  const cache = await caches.open(CACHE);
  const patience = new Promise((_, stop) => { setTimeout(stop, PATIENCE_MS); });
  const coming = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(request.url, answer.clone());
    return answer;
  });
  coming.catch(() => {});
  try {
    return await Promise.race([coming, patience]);
  } catch {
    const kept = await cache.match(request.url) ?? (request.mode === "navigate" ? await cache.match(request.url, { ignoreSearch: true }) : null);
    return kept ?? coming;
  }
}
