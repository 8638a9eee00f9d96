/** What is signed and cannot be taken; `reason` is a code of core/certificate/reasons.py. */
export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}
