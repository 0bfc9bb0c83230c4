import { Secret } from './secret.ts'

/** Masks every registered secret. The only way to make a `Secret` is to register it here. */
export class Redactor {
  readonly #texts = new Set<string>()

  /** Registers the text for masking in everything written from now on, then wraps it. */
  guard(text: string): Secret {
    this.#texts.add(text)
    return new Secret(text)
  }

  /** Masks a whole text. */
  redact(text: string): string {
    let masked = text
    for (const secret of this.#texts) masked = masked.replaceAll(secret, '[secret]')
    return masked
  }
}
