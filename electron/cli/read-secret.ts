import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { read } from 'read'
import { errors, fail } from '../../shared/errors.ts'
import type { Io, Output } from './io.ts'

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

/**
 * Reads the beginning of a token's file (`--from-file`; `-` is a file's name, too), and advises when
 * others may read it. Throws `bad-input` for what is no readable file.
 */
export async function readSecretFile(path: string, output: Output): Promise<string> {
  const unreadable = fail(errors.badInput(`${path} is no file that can be read.`))
  // Not waited for: a pipe that nobody writes into would hold the command for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null)
  if (file === null) throw unreadable
  try {
    const facts = await file.stat()
    if (!facts.isFile()) throw unreadable
    if ((facts.mode & 0o077) !== 0 && process.platform !== 'win32') {
      output.notice(`Others may open ${path}. Next: chmod 600 ${path}`)
    }
    const { buffer, bytesRead } = await file.read(Buffer.alloc(readLimit), 0, readLimit, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
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
