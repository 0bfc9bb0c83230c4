import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { hostedEngines, type EngineId } from '../../../shared/domain/engine-facts.ts'
import type { LaunchSettings } from '../../../shared/domain/launch-settings.ts'
import { providerFacts, type BuiltInProvider } from '../../../shared/domain/provider.ts'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { isLoopback } from '../../http/loopback.ts'
import type { Fetch } from '../../ports.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { SecretsWish } from '../needs.ts'
import type { Engine, EngineEvent, EnginePlan, EngineProcess } from './engine.ts'

/** Models that run elsewhere: whose key they take, and where they are when no address says so. */
interface HostedFacts {
  readonly provider: BuiltInProvider
  /** Without `/v1`. Source: NVIDIA's API catalogue; Hugging Face's docs on inference providers. */
  readonly address: string
  readonly words: { readonly auth: string; readonly leaks: string }
}

export const hostedFacts: Readonly<Record<HostedId, HostedFacts>> = {
  'nim-hosted': {
    provider: 'ngc',
    address: 'https://integrate.api.nvidia.com',
    words: {
      auth: 'Every request carries the NGC key as a bearer token. Hubkey adds it; no server and no window has it.',
      leaks: 'Nowhere on this machine: nothing is started.',
    },
  },
  'hf-endpoint': {
    provider: 'huggingface',
    address: 'https://router.huggingface.co',
    words: {
      auth: 'Every request carries the Hugging Face token as a bearer token. Hubkey adds it; no server and no window has it.',
      leaks: 'Nowhere on this machine: nothing is started.',
    },
  },
}

export type HostedId = Extract<EngineId, 'nim-hosted' | 'hf-endpoint'>

/** True for an engine that runs elsewhere. */
export function isHosted(engine: EngineId): engine is HostedId {
  return hostedEngines.includes(engine)
}

/** The header that carries a key to where its model runs. */
export function bearer(secret: Secret): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${secret.reveal()}` }
}

interface HostedNeeds {
  readonly fetch: Fetch
  /** The provider's token in force now, or null. */
  readonly token: (wish: SecretsWish) => Promise<Secret | null>
}

/** An endpoint that sleeps is asked again so often, until it has woken up. */
const wakeMs = 5000
const answerMs = 20_000
const mostBytes = 8 * 1024 * 1024

/** What OpenAI's protocol lists; NVIDIA and Hugging Face name models alike. */
const ModelsSchema = z.object({ data: z.array(z.object({ id: z.string() })).max(20_000) })

/** Where a hosted model is asked. Throws `address-not-encrypted`. */
export function hostedAddress(engine: HostedId, settings: LaunchSettings | undefined): string {
  const address = settings?.address ?? hostedFacts[engine].address
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw fail(errors.addressNotEncrypted(address))
  return address.replace(/\/+$/, '').replace(/\/v1$/, '')
}

/**
 * A model that runs elsewhere. Nothing is started: its address and key are checked, then it may be
 * asked through main, which adds the key to each request anew, so that a rotation reaches it at once.
 */
export function hostedEngine(id: HostedId, needs: HostedNeeds): Engine {
  return {
    id,
    secrets: [],
    requires: [],
    rereadsToken: false,
    inherits: [],
    start: (plan, _environment, onEvent) => new Connection(id, plan, { ...needs, onEvent }),
  }
}

class Connection implements EngineProcess {
  readonly #id: HostedId
  readonly #plan: EnginePlan
  readonly #needs: HostedNeeds & { readonly onEvent: (event: EngineEvent) => void }
  readonly #end = new AbortController()
  #isOver = false

  constructor(
    id: HostedId,
    plan: EnginePlan,
    needs: HostedNeeds & { readonly onEvent: (event: EngineEvent) => void },
  ) {
    this.#id = id
    this.#plan = plan
    this.#needs = needs
    // As a process would be: never before whoever started it has it in hand.
    setImmediate(() => {
      needs.onEvent({ kind: 'up', pid: null })
    })
  }

  begin(): void {
    this.#connect().catch((cause: unknown) => {
      if (this.#end.signal.aborted) return
      const error =
        cause instanceof AppFailure
          ? cause.error
          : errors.engineFailed('The hosted model could not be asked.')
      this.#needs.onEvent({ kind: 'failed', error })
    })
  }

  askToStop(): void {
    this.kill()
  }

  kill(): void {
    this.#end.abort()
    if (this.#isOver) return
    this.#isOver = true
    this.#needs.onEvent({ kind: 'exit', code: 0 })
  }

  async #connect(): Promise<void> {
    const { provider } = hostedFacts[this.#id]
    const { modelId: repo, settings } = this.#plan
    const address = hostedAddress(this.#id, settings)
    const { host } = new URL(address)
    const wish = { providers: [provider], repo, account: settings?.account }
    const secret = await this.#needs.token(wish)
    if (secret === null) throw fail(errors.noToken(providerFacts[provider].label))
    while (!this.#end.signal.aborted) {
      const { status, body } = await this.#ask(`${address}/v1/models`, secret, host)
      if (status === 401 || status === 403) throw fail(errors.endpointRefused(host, status))
      if (status === 200) {
        refuseMissing(body, repo, host, settings?.address !== undefined)
        this.#needs.onEvent({ kind: 'ready', address, facts: `hosted at ${host}` })
        return
      }
      // One's own endpoint may list nothing, and sleeps when nobody asks.
      if (status !== 503 && status !== 502) {
        throw fail(errors.engineFailed(`${host} answered with status ${status}.`))
      }
      const note = `${host} is waking up (${status})`
      this.#needs.onEvent({ kind: 'note', text: note })
      await wait(wakeMs, undefined, { signal: this.#end.signal })
    }
  }

  async #ask(
    url: string,
    secret: Secret,
    host: string,
  ): Promise<{ readonly status: number; readonly body: string }> {
    try {
      const response = await this.#needs.fetch(url, {
        // A key follows nobody elsewhere.
        redirect: 'manual',
        headers: bearer(secret),
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(answerMs)]),
      })
      return { status: response.status, body: (await response.text()).slice(0, mostBytes) }
    } catch {
      throw fail(errors.endpointUnreachable(host))
    }
  }
}

/** One's own endpoint may call its only model anything. */
function refuseMissing(body: string, model: string, host: string, isOwn: boolean): void {
  if (isOwn) return
  try {
    const { data } = ModelsSchema.parse(JSON.parse(body))
    if (!data.some(({ id }) => id === model)) throw fail(errors.endpointWithoutModel(host, model))
  } catch (cause) {
    if (cause instanceof AppFailure) throw cause
    throw fail(errors.engineFailed(`${host} gave an answer that cannot be read.`))
  }
}
