import { read } from 'read'
import { errors, fail } from '../../shared/errors.ts'
import type { Io } from './io.ts'

/** Reading stops after so many bytes instead of filling memory; it is far beyond any token. */
const readLimit = 256 * 1024

/**
 * Reads a token from standard input (`--stdin`) or from a prompt that does not echo. It is never
 * read from the arguments, where every process could see it.
 * Throws `bad-input` when there is neither a terminal nor `--stdin`.
 */
export async function readSecret(io: Io, fromStdin: boolean, prompt: string): Promise<string> {
  if (fromStdin) return readStdin(io, readLimit)
  if (io.stdin.isTTY !== true) {
    throw fail(errors.badInput('There is no terminal to ask at. Pass the token on --stdin.'))
  }
  return read({ prompt, silent: true, input: io.stdin, output: io.stderr })
}

/** Reads standard input to its end, or until it has more than so many bytes. */
export async function readStdin({ stdin }: Io, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    chunks.push(chunk)
    if (size > mostBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
