import { isLive, type RunId, type RunView } from '../../shared/domain/run.ts'
import type { HubkeyApp } from '../app/create-app.ts'
import { describeProgress } from './describe.ts'
import type { Output } from './io.ts'

const sentences = {
  downloading: 'downloading the model',
  loading: 'loading the model',
  warming: 'warming up',
  waiting: 'it crashed and is started again',
} as const

/** What a server that does not serve yet is busy with, in a few words; its state where that is all there is. */
export function describePhase({ state, phase, loaded }: RunView): string {
  if (phase == null) return state
  const share = loaded == null ? '' : `, ${Math.round(loaded * 100)} %`
  return `${sentences[phase]}${share}`
}

/** Tells on stderr what a starting server is busy with: as a moving line on a terminal, else once for each phase. */
export function tellPhases(id: RunId, { state }: HubkeyApp, output: Output): void {
  let told: RunView['phase'] = null
  state.subscribe(({ downloads, runs }) => {
    const run = runs.find((one) => one.id === id)
    if (run === undefined || !isLive(run.state)) return
    const download = downloads.find((one) => one.id === run.download)
    if (run.phase != null && run.phase !== told && !output.canRedraw) {
      output.notice(`${run.repo}: ${sentences[run.phase]}…`)
    }
    told = run.phase
    if (run.state === 'preparing' && download !== undefined) {
      output.progress(describeProgress(download))
    } else if (run.phase != null) output.progress(`${run.repo}: ${describePhase(run)}…`)
  })
}
