import type { RunState } from '../../shared/domain/run-state.ts'
import type { RunView } from '../../shared/domain/run.ts'
import { ago, duration, secondsBetween } from './time.ts'
import type { Tone } from './verdict.ts'

/** A server's state in one word or two. */
export const runStateName: Readonly<Record<RunState, string>> = {
  preparing: 'preparing',
  starting: 'starting',
  ready: 'ready',
  stopping: 'stopping',
  exited: 'ended',
  failed: 'failed',
}

const phaseNames: Readonly<Record<NonNullable<RunView['phase']>, string>> = {
  downloading: 'downloading',
  loading: 'loading',
  warming: 'warming up',
  waiting: 'starting again',
}

/** What a server is busy with, where that says more than its state: `starting · loading 40 %`. */
export function standingOf({ state, phase, loaded }: RunView): string {
  const name = runStateName[state]
  if (phase == null) return name
  const share = phase === 'loading' && loaded != null ? ` ${Math.round(loaded * 100)} %` : ''
  return `${name} · ${phaseNames[phase]}${share}`
}

/** The same as a sentence, for those who wait. */
export function phaseSentence({ phase, loaded }: RunView): string {
  switch (phase) {
    case 'downloading':
      return 'Downloading the model…'
    case 'loading':
      return loaded == null
        ? 'Loading the model…'
        : `Loading the model, ${Math.round(loaded * 100)} %…`
    case 'warming':
      return 'It answers and is warming up…'
    case 'waiting':
      return 'It crashed and is started again…'
    default:
      return 'Starting the server…'
  }
}

/** Tint of a server's dot. */
export const runStateTone: Readonly<Record<RunState, Tone>> = {
  preparing: 'warn',
  starting: 'warn',
  ready: 'ok',
  stopping: 'warn',
  exited: 'calm',
  failed: 'bad',
}

/** What stands over a log of which the oldest lines are not shown. */
export function hiddenWords(shown: number, hidden: number): string {
  const [part, whole] = [shown, shown + hidden].map((count) => count.toLocaleString('en'))
  return `Showing the last ${part} of ${whole} lines.`
}

/** A repository's own name, without its owner. */
export function shortName(repo: string): string {
  return repo.slice(repo.indexOf('/') + 1)
}

/** The last part of a path in a repository. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Which secrets a server holds, by name. */
export function secretsHeld({ secrets }: RunView): string {
  return secrets.length === 0 ? 'no secrets' : `holds ${secrets.join(', ')}`
}

/** `up 12 min`, or how long it ran and when it ended. */
export function runTimes({ state, startedAt, readyAt, endedAt }: RunView, now: number): string {
  if (endedAt !== null) {
    const ran = span(secondsBetween(readyAt ?? startedAt, endedAt, now))
    return `ran ${ran} · ended ${ago(endedAt, now)}`
  }
  const time = span(secondsBetween(readyAt ?? startedAt, null, now))
  return state === 'ready' || state === 'stopping' ? `up ${time}` : `for ${time}`
}

/** Seconds matter only in the first minute; later they would only flicker. */
function span(seconds: number): string {
  return duration(seconds < 60 ? seconds : Math.floor(seconds / 60) * 60)
}
