import { AppFailure } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { proxyFor } from '../../http/proxy-rules.ts'
import { requireTrust } from '../../hub/trust/endpoint-trust.ts'
import type { Check, Diagnosis } from './check.ts'

const limitMs = 4000
/** Signatures and certificates of a few minutes are common. */
const mostSkewMs = 2 * 60 * 1000

/** A mirror or a proxy that stands in the way, and a clock that is wrong. One question, without a token. */
export const checkNetwork: Check = async ({ needs }) => {
  const { env, paths } = needs
  const { endpoint, host, offline } = readHfEnvironment(env, paths.home)
  try {
    proxyFor(new URL(endpoint), env)
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    const { message, action } = cause.error
    const reason = 'Nothing reaches the Hub, for Hubkey does not go past a proxy in silence.'
    return [
      {
        id: 'proxy-unusable',
        severity: 'error',
        sentence: message,
        reason,
        fix: null,
        advice: action?.label ?? null,
      },
    ]
  }
  const mirror = await requireTrust(needs).then(
    (): Diagnosis[] => [],
    (): Diagnosis[] => [
      {
        id: 'mirror-not-trusted',
        severity: 'warning',
        sentence: `HF_ENDPOINT names ${host}, to which no stored token is sent yet.`,
        reason: 'Private and gated models are not to be had there until you agree.',
        fix: null,
        advice: 'hubkey trust-endpoint, or unset HF_ENDPOINT',
      },
    ],
  )
  const skew = offline ? null : await skewAt(endpoint, needs)
  if (skew === null || Math.abs(skew) < mostSkewMs) return mirror
  const minutes = Math.round(Math.abs(skew) / 60_000)
  const words = skew > 0 ? 'ahead' : 'behind'
  return [
    ...mirror,
    {
      id: 'clock-wrong',
      severity: 'error',
      sentence: `This machine’s clock is ${minutes} minutes ${words} of ${host}.`,
      reason: 'Secure connections and log-ins fail when the time is wrong.',
      fix: null,
      advice: 'Set the clock: timedatectl set-ntp true',
    },
  ]
}

/** Milliseconds by which this clock is ahead; null when the Hub does not say. */
async function skewAt(
  endpoint: string,
  { fetch, clock }: Parameters<Check>[0]['needs'],
): Promise<number | null> {
  try {
    const asked = clock.now().getTime()
    const signal = AbortSignal.timeout(limitMs)
    const { headers } = await fetch(endpoint, { method: 'HEAD', redirect: 'manual', signal })
    const there = Date.parse(headers.get('date') ?? '')
    const here = (asked + clock.now().getTime()) / 2
    return Number.isNaN(there) ? null : here - there
  } catch {
    return null
  }
}
