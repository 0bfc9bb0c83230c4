import { closeSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import type { LogLine } from '../../shared/domain/run.ts'
import { overwrites, plainText } from '../../shared/log-text.ts'
import { writeFailure } from '../files/file-failure.ts'
import type { Clock } from '../ports.ts'
import { maskColoured } from '../redaction/mask-coloured.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { LineSplitter } from './line-splitter.ts'

interface RunLogNeeds {
  readonly redactor: Redactor
  readonly clock: Clock
  readonly onLines: (lines: readonly LogLine[]) => void
}

/** What Hubkey's own lines begin with. */
const ownMark = 'hubkey: '
/** Lines kept in memory for views. */
const linesKept = 2000
/** `output.log` is put aside at this size; one old file is kept. */
const mostBytes = 8 * 1024 * 1024

/**
 * A run's output: bytes → redactor → lines → memory, disk and views. There is no other way from a
 * child to any of these.
 */
export class RunLog {
  readonly #path: string
  readonly #needs: RunLogNeeds
  readonly #stream: ReturnType<Redactor['stream']>
  readonly #splitter: LineSplitter
  #lines: LogLine[] = []
  /** Bytes so far; a line's number is the place of its end. */
  #place = 0
  /** Lines so far, those left out that a later one took the place of. */
  #count = 0
  #file: number | null
  #written = 0

  /** `path` lies in a folder that exists; the file is created. Throws `store-write-failed`. */
  constructor(path: string, needs: RunLogNeeds) {
    this.#path = path
    this.#needs = needs
    this.#stream = needs.redactor.stream()
    this.#splitter = new LineSplitter(() => needs.clock.now().getTime())
    try {
      this.#file = openSync(path, 'a', 0o600)
    } catch (cause) {
      throw writeFailure(path, cause)
    }
  }

  /** Takes in raw output. */
  push(chunk: Buffer): void {
    this.#add(this.#splitter.push(this.#stream.push(chunk)))
  }

  /** Adds a line of Hubkey's own. */
  note(text: string): void {
    this.#splitter.interrupt()
    this.#add([`${ownMark}${text}`])
  }

  /** Lines after a number, as far as they are kept. */
  after(seq: number): LogLine[] {
    return this.#lines.filter((line) => line.seq > seq)
  }

  /** The last lines of the server's own that say something, oldest first, each cut at 500 characters. */
  lastLines(most: number): string[] {
    const isSaid = ({ text }: LogLine): boolean => text.trim() !== '' && !text.startsWith(ownMark)
    return this.#lines
      .filter(isSaid)
      .slice(-most)
      .map(({ text }) => plainText(text).slice(0, 500))
  }

  /** Writes what was held back, then closes the file. Lines stay readable. */
  close(): void {
    this.#add([...this.#splitter.push(this.#stream.flush()), ...this.#splitter.flush()])
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #add(texts: readonly string[]): void {
    if (texts.length === 0) return
    // Once more, because a terminal code may have stood in the middle of a secret.
    const masked = maskColoured(texts.join('\n'), this.#needs.redactor).split('\n')
    const lines = masked.map((text) => {
      this.#place += Buffer.byteLength(text) + 1
      if (!text.startsWith(overwrites)) this.#count += 1
      return { seq: this.#place, text }
    })
    this.#lines.push(...lines)
    if (this.#lines.length > linesKept * 1.5) this.#lines = this.#lines.slice(-linesKept)
    this.#write(`${masked.join('\n')}\n`)
    this.#needs.onLines(lines)
  }

  /** A full disk costs the file, never the run. */
  #write(text: string): void {
    if (this.#file === null) return
    try {
      this.#written += writeSync(this.#file, text)
      if (this.#written < mostBytes) return
      closeSync(this.#file)
      this.#file = null
      renameSync(this.#path, `${this.#path}.1`)
      writeFileSync(`${this.#path}.place`, `${this.#place} ${this.#count}`, { mode: 0o600 })
      this.#file = openSync(this.#path, 'a', 0o600)
      this.#written = 0
    } catch {
      if (this.#file !== null) closeSync(this.#file)
      this.#file = null
    }
  }
}
