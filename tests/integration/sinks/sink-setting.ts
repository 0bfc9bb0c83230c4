import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { findPaths } from '../../../electron/environment.ts'
import type { Environment } from '../../../electron/ports.ts'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import type { SinkNeeds, SinkWrite } from '../../../electron/sinks/sink.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'

/** A home of its own, and what the sinks of a program started in it are given. */
export interface SinkSetting {
  readonly home: string
  readonly env: Environment
  readonly needs: SinkNeeds
  readonly redactor: Redactor
  /** Every line that was logged. */
  readonly lines: string[]
  remove(): Promise<void>
}

/** A fresh setting; `more` is put into its environment. */
export async function openSinkSetting(more: Environment = {}): Promise<SinkSetting> {
  const { path: home, remove } = await temporaryFolder()
  const { PATH } = process.env
  const env: Environment = { PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...more }
  const redactor = new Redactor()
  const lines: string[] = []
  const note = (line: string): void => void lines.push(line)
  const needs: SinkNeeds = {
    env,
    paths: findPaths(env),
    redactor,
    clock: { now: () => new Date('2026-11-23T12:00:00.000Z') },
    log: { info: note, warn: note, error: note },
  }
  return { home, env, needs, redactor, lines, remove }
}

/** What a save hands to a sink. */
export function writing(secret: Secret, more: Partial<SinkWrite> = {}): SinkWrite {
  return { secret, name: 'laptop', username: 'ada', replaces: [], ...more }
}

/** Writes a file as another tool would have left it. */
export async function leave(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text, { mode: 0o600 })
}
