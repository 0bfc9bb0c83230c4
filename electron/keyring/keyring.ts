import type { KeyringPolicy, KeyringState } from '../../shared/domain/keyring.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import type { Environment, WorkerHost } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Secret } from '../redaction/secret.ts'
import { findBusAddress } from './bus-address.ts'
import { keepBus } from './kept-bus.ts'
import { readKeyringPolicy } from './policy.ts'
import { probeKeyring, type ProbedState } from './probe.ts'
import type { Read } from './read-entries.ts'
import { withKeyringWorker, type Ask } from './worker-session.ts'

/** The OS keyring, asked in a way that can neither hang Hubkey nor lie to it. */
export interface Keyring {
  readonly policy: KeyringPolicy
  /** How it is right now, without a prompt; `off` when the user chose the file. Never throws. */
  probe(): Promise<KeyringState>
  /** The entry, or null when there provably is none (also: when there is no keyring, or it is off). */
  get(account: string): Promise<Secret | null>
  /** Those of these entries that there are, read in one go. */
  getMany(accounts: readonly string[]): Promise<ReadonlyMap<string, Secret>>
  /** Names of all entries of Hubkey's. */
  list(): Promise<readonly string[]>
  /** Stores and reads back. Returning means that the very same text is in the keyring. */
  set(account: string, secret: Secret): Promise<void>
  /** Deletes and reads back. Returning means that the entry is provably gone. */
  delete(account: string): Promise<void>
  /**
   * Has the desktop ask for the keyring's password, and waits for the answer: minutes, perhaps. Only
   * for a user's own request. Aborting ends the wait. Throws `keyring-locked` when it is locked still.
   */
  unlock(signal: AbortSignal): Promise<void>
}

export interface KeyringNeeds {
  readonly env: Environment
  readonly host: WorkerHost
  readonly redactor: Pick<Redactor, 'guard'>
}

/**
 * Milliseconds for the worker's part of a call. With a probe before and after, the whole settles
 * within five seconds even when everything hangs. macOS may have to ask the user whether Hubkey may use the
 * entry, which takes a person's time; on Linux the probe already ruled a prompt out.
 */
const callLimitMs = process.platform === 'darwin' ? 60_000 : 3_300

/** Milliseconds that a person has to type a password. */
const unlockLimitMs = 180_000

/**
 * Makes the keyring port. Its calls throw `keyring-locked`, `keyring-hung`, `keyring-failed`, and
 * `keyring-required` when the policy demands a keyring that is not there.
 */
export function createKeyring(needs: KeyringNeeds): Keyring {
  const policy = readKeyringPolicy(needs.env)
  const bus = keepBus(needs.env)
  let probing: Promise<ProbedState> | null = null

  /** Those who ask at the same time share one probe; a later question is a new one. */
  function probe(): Promise<ProbedState> {
    probing ??= probeKeyring(bus).finally(() => {
      probing = null
    })
    return probing
  }

  /** A call that had to be killed may have waited at a prompt: then it is locked, not hung. */
  async function call<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
    try {
      return await withKeyringWorker(needs, callLimitMs, use)
    } catch (cause) {
      if (!(cause instanceof AppFailure) || cause.error.code !== 'keyring-hung') throw cause
      throw (await probe()) === 'locked' ? fail(errors.keyringLocked()) : cause
    }
  }

  /** True when it may be asked; false when it is definitely absent or switched off. */
  async function isUsable(): Promise<boolean> {
    if (policy === 'off') return false
    const state = await probe()
    if (state === 'unlocked') return true
    if (state === 'absent' && policy === 'auto') return false
    throw failureOf(state)
  }

  /** "Nothing there" is believed of a keyring that was open before and still is: a locked one says it too. */
  async function believeGone(): Promise<void> {
    const state = await probe()
    if (state === 'absent') throw fail(errors.keyringFailed())
    if (state !== 'unlocked') throw failureOf(state)
  }

  /** Over D-Bus, where there is one; null: ask the library. */
  async function readDirectly(accounts: readonly string[]): Promise<Read | null> {
    if (process.platform === 'darwin' || process.platform === 'win32') return null
    const { readEntries } = await import('./read-entries.ts')
    try {
      const read = await bus.within(callLimitMs, async (open) => readEntries(open, accounts))
      return read === 'absent' || read === 'hung' ? { state: read } : read
    } catch (cause) {
      if (cause instanceof AppFailure) throw cause
      return null
    }
  }

  async function getMany(accounts: readonly string[]): Promise<ReadonlyMap<string, Secret>> {
    const found = new Map<string, Secret>()
    if (accounts.length === 0 || policy === 'off') return found
    const names = [...new Set(accounts)]
    // Both at once, since neither can raise a prompt: what was read counts only when the keyring is open.
    const early = readDirectly(names).catch(() => null)
    if (!(await isUsable())) return found
    const read = (await early) ?? (await readDirectly(names))
    if (read !== null) {
      if (read.state === 'absent') throw fail(errors.keyringFailed())
      if (read.state !== 'unlocked') throw failureOf(read.state)
      for (const [account, text] of read.texts) found.set(account, needs.redactor.guard(text))
      return found
    }
    await call(async (ask) => {
      for (const account of names) {
        const text = await ask({ op: 'get', account })
        if (text !== null) found.set(account, needs.redactor.guard(text))
      }
    })
    if (accounts.some((account) => !found.has(account))) await believeGone()
    return found
  }

  return {
    policy,
    probe: async () => (policy === 'off' ? 'off' : await probe()),
    get: async (account) => (await getMany([account])).get(account) ?? null,
    getMany,
    list: async () => {
      if (!(await isUsable())) return []
      const names = await call((ask) => ask({ op: 'list' }))
      if (names !== null && names !== '') return names.split('\n')
      await believeGone()
      return []
    },
    set: async (account, secret) => {
      if (!(await isUsable())) throw fail(errors.keyringFailed())
      const kept = await call(async (ask) => {
        await ask({ op: 'set', account, secret: secret.reveal() })
        return await ask({ op: 'get', account })
      })
      if (kept !== secret.reveal()) throw fail(errors.keyringFailed())
    },
    delete: async (account) => {
      if (!(await isUsable())) return
      const left = await call(async (ask) => {
        await ask({ op: 'delete', account })
        return await ask({ op: 'get', account })
      })
      await believeGone()
      if (left !== null) throw fail(errors.keyringFailed())
    },
    unlock: async (signal) => {
      if (policy === 'off') throw fail(errors.keyringOff())
      const before = await probe()
      if (before === 'unlocked') return
      if (before !== 'locked') throw failureOf(before, policy)
      const address = findBusAddress(needs.env)
      if (address === null) throw failureOf('absent', policy)
      const show = async (ask: Ask): Promise<unknown> => untilAnswered(ask, address, signal)
      // What it says counts for little: whoever typed the password, what the keyring says then is so.
      await withKeyringWorker(needs, unlockLimitMs, show).catch(() => undefined)
      const after = await probe()
      if (after === 'locked') throw fail(errors.keyringStillLocked())
      if (after !== 'unlocked') throw failureOf(after, policy)
    },
  }
}

/**
 * Raises the prompt and waits for its end, or until that is not wanted any more. The prompt itself is
 * the user's to close: asked to take it away, gnome-keyring 42 crashes (docs/decisions/0002-keyring.md).
 */
async function untilAnswered(ask: Ask, bus: string, signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return null
  const unwanted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return await Promise.race([ask({ op: 'unlock', bus }), unwanted])
}

function failureOf(state: ProbedState, policy: KeyringPolicy = 'required'): AppFailure {
  switch (state) {
    case 'locked':
      return fail(errors.keyringLocked())
    case 'hung':
      return fail(errors.keyringHung())
    case 'absent':
      return fail(policy === 'required' ? errors.keyringRequired() : errors.keyringAbsent())
    case 'unlocked':
      return fail(errors.keyringFailed())
  }
}
