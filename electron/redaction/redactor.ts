import { formsOf } from './forms.ts'
import { Scanner, ShapeIndex } from './scanner.ts'
import { Secret } from './secret.ts'
import { shapes, userInfo } from './shapes.ts'
import { MaskingStream, type RedactingStream } from './stream.ts'

export type { RedactingStream } from './stream.ts'

const shapeIndex = new ShapeIndex(shapes, userInfo)
/** Making the tables for quick search takes as long as looking at so many bytes without them. */
const tablesAfterBytes = 64 * 1024

/**
 * Masks every registered secret in every form programs print it in, and whatever else looks like a
 * credential. The only way to make a `Secret` is to register it here; it stays masked until the
 * program ends, so that a replaced token cannot turn up in a late line of log.
 *
 * Not caught, because no list of forms can: a secret that was cut in half, compressed, encoded
 * twice, changed in case, or interrupted by line breaks or terminal codes.
 */
export class Redactor {
  readonly #scanner: Scanner
  readonly #guarded = new Set<string>()

  /** What is masked does not depend on `tablesAfter`, bytes, after which it goes faster. */
  constructor(tablesAfter = tablesAfterBytes) {
    this.#scanner = new Scanner(shapeIndex, tablesAfter)
  }

  /**
   * Registers the text for masking in everything written from now on, running streams included,
   * then wraps it. Texts of fewer than 8 characters are wrapped but not masked.
   */
  guard(text: string): Secret {
    if (!this.#guarded.has(text)) {
      this.#guarded.add(text)
      for (const form of formsOf(text)) this.#scanner.addText(form)
    }
    return new Secret(text)
  }

  /** Masks a whole text. */
  redact(text: string): string {
    const stream = this.stream()
    const bytes = Buffer.from(text)
    return Buffer.concat([stream.push(bytes), stream.flush()]).toString()
  }

  /** Masks a stream of bytes as it flows; see `RedactingStream`. */
  stream(): RedactingStream {
    return new MaskingStream(this.#scanner)
  }
}
