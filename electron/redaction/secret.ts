import { inspect } from 'node:util'

/** What is shown in place of a secret. */
export const mask = '[secret]'

/**
 * A token in memory. Printing, logging, spreading or serialising it yields `[secret]`; only
 * `reveal()` gives the text, and the linter knows the few folders that may call it.
 */
export class Secret {
  readonly #text: string

  /** Use `Redactor.guard` instead: it registers the text for masking first. */
  constructor(text: string) {
    this.#text = text
  }

  /** The token itself, for the one place that hands it on. */
  reveal(): string {
    return this.#text
  }

  get length(): number {
    return this.#text.length
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text
  }

  toString(): string {
    return mask
  }

  toJSON(): string {
    return mask
  }

  [inspect.custom](): string {
    return mask
  }
}
