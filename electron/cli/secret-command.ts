import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { errors, fail } from '../../shared/errors.ts'
import { seedErrors } from '../../shared/seed-errors.ts'
import type { Environment } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Io } from './io.ts'

/** A tool that decrypts may have to reach a key elsewhere; one that waits for a person waits for ever. */
const limitMs = 60_000
/** Far beyond any token. */
const mostBytes = 256 * 1024

interface CommandNeeds {
  readonly io: Pick<Io, 'stderr'>
  readonly redactor: Redactor
  readonly ports: { readonly env: Environment }
}

/**
 * What a command of the user's prints, such as `age -d`: run without a shell, with nothing on its
 * standard input; what it complains of is passed on, masked. Throws `bad-input` without a command, and
 * `seed-command-failed`.
 */
export async function readSecretCommand(
  [program, ...args]: readonly string[],
  { io, redactor, ports }: CommandNeeds,
): Promise<string> {
  if (program === undefined) {
    throw fail(errors.badInput('Say the command after --, such as: -- age -d token.age'))
  }
  const failed = (reason: string): Error =>
    fail(seedErrors.seedCommandFailed(basename(program).slice(0, 100), reason))
  const child = spawn(program, args, {
    env: { ...ports.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const complaints = redactor.stream()
  child.stderr.on('data', (chunk: Buffer) => io.stderr.write(complaints.push(chunk)))
  const chunks: Buffer[] = []
  let size = 0
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > mostBytes) child.kill('SIGKILL')
    else chunks.push(chunk)
  })
  const ended = await once(child, 'close').catch(() => null)
  clearTimeout(limit)
  if (ended === null) throw failed('it could not be started')
  const [code, signal] = ended as [number | null, string | null]
  io.stderr.write(complaints.flush())
  if (size > mostBytes) throw failed('it printed far too much')
  if (signal !== null) throw failed('it did not end in time')
  if (code !== 0) throw failed(`it ended with ${String(code)}`)
  return Buffer.concat(chunks).toString('utf8')
}
