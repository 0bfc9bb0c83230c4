import { randomUUID } from 'node:crypto'
import type { DeviceLoginView } from '../../shared/domain/device-login.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import { isLogIn } from '../credentials/log-in.ts'
import { nameLogIn } from '../credentials/name-account.ts'
import { saveToken } from '../credentials/save-token.ts'
import { verifyToken } from '../credentials/verify-token.ts'
import { trustEndpoint } from '../hub/trust/endpoint-trust.ts'
import { beginBrowserLogIn, type BrowserLogIn, type GrantedLogIn } from './browser-log-in.ts'
import type { Core } from './core.ts'
import type { UnstoredLogIn } from './quit-question.ts'

interface DeviceLoginsNeeds {
  readonly core: Core
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

interface Wish {
  readonly provider: ProviderId
  /** The log-in whose place the new one is to take. */
  readonly account?: string | undefined
}

interface Waiting {
  readonly wish: Wish
  readonly begun: BrowserLogIn
  readonly abort: AbortController
  /** Forgets it when its code has run out and nobody waits. */
  readonly timer: NodeJS.Timeout
  /** What whoever waits is given; null until somebody does. */
  outcome: Promise<{ readonly account: string }> | null
  /** What the Hub has granted; it stays until it is stored, or given up. */
  granted: GrantedLogIn | null
}

/** More windows than this cannot be waiting at once. */
const loginLimit = 4

/** Holds the log-ins that wait for their owner in the browser. What fetches a token stays in here. */
export class DeviceLogins {
  readonly #needs: DeviceLoginsNeeds
  readonly #waiting = new Map<string, Waiting>()
  /** Those whose code is being asked for. */
  readonly #asking = new Set<AbortController>()

  constructor(needs: DeviceLoginsNeeds) {
    this.#needs = needs
  }

  /**
   * Asks for a code; the oldest log-in gives way when too many wait. Throws `bad-input` when the
   * account is no log-in, `device-gone` when it is given up meanwhile, and as `beginBrowserLogIn` does.
   */
  async begin(wish: Wish): Promise<DeviceLoginView> {
    const { core } = this.#needs
    const { provider, account } = wish
    if (account !== undefined && !(await isLogIn(provider, account, core.credentials))) {
      throw fail(errors.badInput(`“${account}” is no log-in by the browser.`))
    }
    const abort = new AbortController()
    this.#asking.add(abort)
    try {
      return this.#add(wish, await orGone(beginBrowserLogIn(provider, core, abort.signal), abort))
    } finally {
      this.#asking.delete(abort)
    }
  }

  /**
   * Resolves once the user has agreed and the log-in is stored. Throws `device-not-stored` when that
   * place takes it no more; then it is kept, and waiting once more tries again. Throws `device-gone` when
   * it is cancelled, the rejection of a token that the Hub does not know, and as `waitForDeviceLogin`
   * does; the log-in is over then.
   */
  async wait(id: string): Promise<{ readonly account: string }> {
    const waiting = this.#get(id)
    waiting.outcome ??= this.#needs.thenLook(this.#finish(waiting)).then(
      (stored) => {
        this.#forget(id)
        return stored
      },
      (cause: unknown) => {
        if (isNotStored(cause)) waiting.outcome = null
        else this.#forget(id)
        throw cause
      },
    )
    return await waiting.outcome
  }

  /** What is typed where. Throws `device-gone`. */
  view(id: string): DeviceLoginView {
    const { userCode, address, expiresAt } = this.#get(id).begun
    return { id, userCode, address, expiresAt: expiresAt.toISOString() }
  }

  /** Those that would be lost with the program. */
  unstored(): UnstoredLogIn[] {
    return [...this.#waiting.values()].map(({ wish: { provider }, granted }) => {
      return { by: 'browser', provider, isGranted: granted !== null }
    })
  }

  /** Ends the wait; nothing is stored any more. */
  cancel(id: string): void {
    this.#waiting.get(id)?.abort.abort()
    this.#forget(id)
  }

  cancelAll(): void {
    for (const abort of this.#asking) abort.abort()
    for (const id of [...this.#waiting.keys()]) this.cancel(id)
  }

  #add(wish: Wish, begun: BrowserLogIn): DeviceLoginView {
    const oldest = this.#waiting.keys().next()
    if (this.#waiting.size >= loginLimit && oldest.done !== true) this.cancel(oldest.value)
    const id = randomUUID()
    const left = begun.expiresAt.getTime() - this.#needs.core.ports.clock.now().getTime()
    const timer = setTimeout(() => {
      const waiting = this.#waiting.get(id)
      if (waiting?.outcome === null && waiting.granted === null) this.cancel(id)
    }, left)
    timer.unref()
    const abort = new AbortController()
    this.#waiting.set(id, { wish, begun, abort, timer, outcome: null, granted: null })
    return this.view(id)
  }

  async #finish(waiting: Waiting): Promise<{ readonly account: string }> {
    const { wish, begun, abort } = waiting
    const { provider, account: wanted } = wish
    const { credentials } = this.#needs.core
    waiting.granted ??= await orGone(begun.granted(abort.signal), abort)
    const { secret, login } = waiting.granted
    const verification = await orGone(verifyToken({ provider, secret }, credentials), abort)
    if (verification.state === 'rejected' && verification.error !== null) {
      throw fail(verification.error)
    }
    const saved = await orNotStored(async () => {
      const account = await nameLogIn({ provider, verification, wanted }, credentials)
      // From here on the log-in is kept: half of it would be worse than one too many.
      if (abort.signal.aborted) throw fail(loginErrors.deviceGone())
      return await saveToken({ provider, secret, account, verification, login }, credentials)
    })
    // Who logs in at a mirror agrees that it gets the token, now and later.
    await trustEndpoint({ endpoint: null }, credentials)
    return { account: saved.account }
  }

  #get(id: string): Waiting {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) throw fail(loginErrors.deviceGone())
    return waiting
  }

  #forget(id: string): void {
    clearTimeout(this.#waiting.get(id)?.timer)
    this.#waiting.delete(id)
  }
}

/** The user has agreed and will not be asked to again for a place that is closed just now. */
async function orNotStored<T>(store: () => Promise<T>): Promise<T> {
  try {
    return await store()
  } catch (cause) {
    const isPlace = cause instanceof AppFailure && cause.error.code !== 'device-gone'
    throw isPlace ? fail(loginErrors.notStored(cause.error)) : cause
  }
}

function isNotStored(cause: unknown): boolean {
  return cause instanceof AppFailure && cause.error.code === 'device-not-stored'
}

/** What was given up says so, whichever way the work in between has ended. */
async function orGone<T>(work: Promise<T>, { signal }: AbortController): Promise<T> {
  const result = await work.catch((cause: unknown) => {
    if (signal.aborted) throw fail(loginErrors.deviceGone())
    throw cause
  })
  if (signal.aborted) throw fail(loginErrors.deviceGone())
  return result
}
