/** Bytes out of the letters of a QR code: base45 (RFC 9285), in its one form. */
import { Refused } from "./refused.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** @param {string} text @returns {Uint8Array} */
export function unbase45(text) {
  if (text.length % 3 === 1) throw new Refused("cut");
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
    const [a, b, c = 0] = group;
    const number = a + 45 * b + 2025 * c;
    if (group.includes(-1) || number > (group.length === 3 ? 0xffff : 0xff)) throw new Refused("cut");
    if (group.length === 3) bytes.push(number >> 8);
    bytes.push(number & 0xff);
  }
  return Uint8Array.from(bytes);
}
