/** Whether this page opens without a connection: its worker keeps it, and says so once all is kept. */

/** @returns {Promise<"ready"|"not-yet"|"never">} `never` where this browser keeps no pages. */
export async function keeping({ worker, scope }) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return "never";
  try {
    const registration = await navigator.serviceWorker.register(worker, { scope });
    const fresh = registration.installing ?? registration.waiting;
    if (fresh) await settled(fresh);
    return registration.active && await ask(registration.active) ? "ready" : "not-yet";
  } catch (error) {
    return error.name === "SecurityError" ? "never" : "not-yet";
  }
}

/** Wait until a worker that was being installed works, or was given up. */
function settled(worker) {
  return new Promise((go) => {
    const look = () => { if (["activated", "redundant"].includes(worker.state)) go(); };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** Ask whether all is kept; what is missing is fetched first. */
function ask(worker) {
  return new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => go(data);
    worker.postMessage("keep", [port2]);
  });
}
