import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import {
  createLauncher,
  type Launcher,
  type LauncherNeeds,
} from '../../../electron/launcher/launcher.ts'
import { embeddedEngine } from '../../../electron/launcher/engines/embedded.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

/** A launcher on a state folder of its own, with what a test wants to look at. */
export interface LauncherKit {
  readonly launcher: Launcher
  readonly redactor: Redactor
  readonly state: string
  readonly warnings: string[]
  /** Every state each run went through. */
  readonly states: string[]
  request(file?: string): LaunchRequest
  read(...path: string[]): string
  remove(): void
}

/**
 * `engines` is a folder with an `engine-worker.cjs`; `modelPath` is what it is asked to load; `secrets`
 * are the providers whose tokens it is given.
 */
export function createKit(
  engines: string,
  modelPath: string,
  needs: Partial<LauncherNeeds> = {},
  secrets: readonly ProviderId[] = [],
): LauncherKit {
  const state = needs.paths?.state ?? mkdtempSync(join(tmpdir(), 'hubkey-launcher-'))
  const warnings: string[] = []
  const states: string[] = []
  const redactor = new Redactor()
  const host = createNodeHost(engines)
  const all: LauncherNeeds = {
    env: process.env,
    fetch: async (input, init) => fetch(input, init),
    paths: { state },
    host,
    clock: { now: () => new Date() },
    redactor,
    log: {
      info: () => undefined,
      warn: (message) => warnings.push(message),
      error: (message) => warnings.push(message),
    },
    owner: { pid: process.pid, kind: 'cli' },
    prepare: async ({ repo, file }) => ({ repo, file: file ?? 'chosen.gguf', modelPath }),
    ...needs,
  }
  // No engine that Hubkey carries itself is given a token; one that is differs in nothing else.
  const launcher = createLauncher(all, { ...embeddedEngine({ host, redactor }), secrets })
  launcher.onChange(() => {
    const now = launcher.list()[0]?.state
    if (now !== undefined && states.at(-1) !== now) states.push(now)
  })
  return {
    launcher,
    redactor,
    state,
    warnings,
    states,
    request: (file) => ({
      engine: 'embedded',
      mode: 'own',
      repo: 'acme/model',
      revision: 'main',
      file: file ?? null,
      port: 0,
    }),
    read: (...path) => readFileSync(join(state, ...path), 'utf8'),
    remove: () => {
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** True while a process exists and has not ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (!existsSync('/proc/self/stat')) return true
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie with further threads still holds its port.
    return fields[0] !== 'Z' || Number(fields[17]) > 1
  } catch {
    return false
  }
}
