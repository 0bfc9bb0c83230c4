import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CredentialNeeds } from '../../../electron/credentials/needs.ts'
import { findPaths } from '../../../electron/environment.ts'
import { readCustomProviders } from '../../../electron/providers/custom-providers.ts'
import { createKeyring } from '../../../electron/keyring/keyring.ts'
import type { Environment, WorkerHost } from '../../../electron/ports.ts'
import { sinks } from '../../../electron/sinks/sinks.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

/** What the verbs of one program in one session are given; everything behind it is real. */
export interface Setting {
  readonly needs: CredentialNeeds
  readonly env: Environment
  readonly redactor: Redactor
  /** Every line that was logged. */
  readonly lines: string[]
  /** Paths of the two files a token can come from. */
  readonly storePath: string
  readonly hfTokenPath: string
}

/** A program started with this environment, as the composition root would set it up. */
export function settingFor(env: Environment, host: WorkerHost): Setting {
  const redactor = new Redactor()
  const lines: string[] = []
  const note = (line: string): void => void lines.push(line)
  const paths = findPaths(env)
  const log = { info: note, warn: note, error: note }
  const needs: CredentialNeeds = {
    env,
    paths,
    keyring: createKeyring({ env, host, redactor }),
    fetch: (input, init) => fetch(input, init),
    customProviders: async () => readCustomProviders({ paths, log }),
    sinks,
    redactor,
    clock: { now: () => new Date() },
    log,
  }
  const storePath = join(paths.config, 'credentials.json')
  const hfTokenPath = join(paths.home, '.cache/huggingface/token')
  return { needs, env, redactor, lines, storePath, hfTokenPath }
}

/** A token of the right shape that no Hub knows, told apart by one letter. */
export function madeUpToken(letter: string): string {
  return `hf_${letter.repeat(34)}`
}

/** Writes a file as another tool would have left it. */
export async function leaveFile(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  await chmod(path, mode)
}

/** A store as Hubkey itself writes it. */
export function storeWith(token: string, name = 'huggingface:default'): string {
  const entry = { token, savedAt: '2026-11-23T10:00:00.000Z', because: 'keyring-absent' }
  return JSON.stringify({ version: 1, tokens: { [name]: entry } })
}

/** A file's text, or null when there is none. */
export async function textOf(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch(() => null)
}

/** What a verb came to: its value, or the code it failed with. */
export async function codeOr<T>(verb: Promise<T>): Promise<T | string> {
  return await verb.catch((cause: unknown) => (cause as { error: { code: string } }).error.code)
}
