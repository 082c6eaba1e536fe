/** Where in the user's material something was found wrong. Lines and columns are 1-based, as editors count. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
  readonly value?: unknown;
  /** Byte offset, for binary files. */
  readonly offset?: number;
}

/**
 * An expected failure: something that the user, not the programmer, can mend.
 *
 * `code` is stable (scripts match on it); `remedy` says what to do. Bugs throw plain Errors instead.
 */
export class SaddlepointError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly place: Place;

  constructor(code: string, message: string, remedy: string, place: Place = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "SaddlepointError";
    this.code = code;
    this.remedy = remedy;
    this.place = place;
  }

  toJSON() {
    return { code: this.code, message: this.message, ...this.place, remedy: this.remedy };
  }
}
