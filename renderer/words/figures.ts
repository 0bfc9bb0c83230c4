import type { Health, Sample } from '../../shared/domain/run-figures.ts'
import { size } from '../../shared/size.ts'
import { ago, duration, secondsBetween } from './time.ts'

/** One thing that is measured over time. */
export interface Measure {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** The newest value in words. */
  readonly now: string
  /** What the values are measured against, where that is known. */
  readonly most?: number
  /** The whole line in words. */
  readonly label: string
}

/** A line is drawn once there are two points of it. */
const fewest = 2

/** What there is to draw of a server's samples; a measure that nobody took is left out. */
export function measuresOf(samples: readonly Sample[]): readonly Measure[] {
  return [
    measure('tokens/s', samples, ({ tokensPerSecond }) => tokensPerSecond, speed),
    measure('memory', samples, ({ memoryBytes }) => memoryBytes, size),
    measure('GPU memory', samples, ({ gpuBytes }) => gpuBytes, size),
    measure('GPU', samples, ({ gpuBusy }) => gpuBusy, percent, 1),
  ].filter((one) => one !== null)
}

/** `answers · asked 4 s ago`, or what is wrong and since when. */
export function healthWords({ isWell, status, askedAt, since }: Health, now: number): string {
  if (isWell) return `healthy since ${duration(secondsBetween(since, null, now))}`
  const what = status === 0 ? 'does not answer' : `answers with status ${status}`
  return `${what}, first seen ${ago(since, now)}, asked ${ago(askedAt, now)}`
}

function measure(
  name: string,
  samples: readonly Sample[],
  read: (sample: Sample) => number | null,
  say: (value: number) => string,
  most?: number,
): Measure | null {
  const values = samples.map(read)
  const known = values.filter((value) => value !== null)
  const last = known.at(-1)
  if (known.length < fewest || last === undefined) return null
  const first = samples[0]
  const end = samples.at(-1)
  const seconds = first === undefined || end === undefined ? 0 : secondsBetween(first.at, end.at, 0)
  const label =
    `${name}: ${say(last)} now, between ${say(Math.min(...known))} and ` +
    `${say(Math.max(...known))} in the last ${duration(seconds)}`
  return { name, values, now: say(last), label, ...(most === undefined ? {} : { most }) }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** `12.5`, `140`: a digit behind the point only where it says something. */
export function speed(tokensPerSecond: number): string {
  return tokensPerSecond.toFixed(tokensPerSecond < 20 && tokensPerSecond > 0 ? 1 : 0)
}

/** `2 requests, 1 waiting`; null when the server does not tell. */
export function requestWords({ running, waiting }: Sample): string | null {
  if (running === null) return null
  const at = running === 0 ? 'no request' : running === 1 ? '1 request' : `${running} requests`
  return waiting === null || waiting === 0 ? at : `${at}, ${waiting} waiting`
}
