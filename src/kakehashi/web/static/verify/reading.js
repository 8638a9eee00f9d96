/** The text of a QR code out of a camera's pictures or a photograph, on this device. */

const LARGEST = 1600, LARGEST_PHOTO = 3200, PAUSE_MS = 120;

/** Whether the browser reads QR codes by itself; the reader in `vendor` is not loaded then. */
async function hasReader() {
  try {
    return "BarcodeDetector" in globalThis && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  } catch {
    return false;
  }
}

/** Give a function from something drawable to a code's text, or null. */
async function reader(vendored) {
  if (await hasReader()) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => {
      const found = await detector.detect(source).catch(() => []);
      return found.length ? found[0].rawValue : null;
    };
  }
  const { decodeQR } = await import(vendored);
  const canvas = document.createElement("canvas");
  return async (source, { largest = LARGEST, effort = 1 } = {}) => {
    const pixels = drawn(canvas, source, largest);
    try {
      return decodeQR(pixels, { effort, timeLimit: effort === 1 ? 100 : 4000 });
    } catch {
      return null; // It throws where there is no code.
    }
  };
}

function drawn(canvas, source, largest) {
  const width = source.videoWidth || source.width, height = source.videoHeight || source.height;
  const scale = Math.min(1, largest / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Read a photograph: at an ordinary size, then with more effort at several sizes; what one hides another shows. */
export async function readPhoto(file, vendored) {
  const read = await reader(vendored);
  const picture = await createImageBitmap(file);
  try {
    for (const [largest, effort] of [[LARGEST, 1], [LARGEST, Infinity], [1200, Infinity], [960, Infinity], [800, Infinity], [640, Infinity], [LARGEST_PHOTO, Infinity]]) {
      const text = await read(picture, { largest, effort });
      if (text !== null) return text;
    }
    return null;
  } finally {
    picture.close();
  }
}

/** Look through the camera until a code is seen or `signal` is aborted; null then. */
export async function watch(video, vendored, signal) {
  const read = await reader(vendored);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } } });
  try {
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      const text = video.readyState >= 2 ? await read(video) : null;
      if (text !== null) return text;
      await new Promise((go) => { setTimeout(go, PAUSE_MS); });
    }
    return null;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }
}
