/** How an Electron of ours is called: the flags it needs and the variables that point at it. */
import type { Prepared } from './prepare.ts'

/** The flags that this machine asks for. Chromium refuses to sandbox a root user on Linux. */
export function electronFlags(): readonly string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** `base` with what lets the `electron` package, and with it Playwright, find the prepared one. */
export function withElectron(base: NodeJS.ProcessEnv, prepared: Prepared): NodeJS.ProcessEnv {
  // Some editors' terminals set the second one; it would turn Electron into a plain Node.
  return {
    ...base,
    ELECTRON_OVERRIDE_DIST_PATH: prepared.electronDist,
    ELECTRON_RUN_AS_NODE: undefined,
  }
}
