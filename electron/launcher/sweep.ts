import { setTimeout as wait } from 'node:timers/promises'
import type { RunId } from '../../shared/domain/run.ts'
import { readLedger, strike, tidyLedger, type LedgerEntry, type LedgerNeeds } from './ledger.ts'
import { endMarkedProcesses } from './marked-processes.ts'
import { signal, standingOf } from '../engine/process-stamp.ts'

/** What a look through the ledger came to. */
export interface SweepReport {
  /** Runs whose owner had gone; their processes were ended. */
  readonly ended: readonly RunId[]
  /** Runs that had ended unseen; only the ledger was put right. */
  readonly forgotten: readonly RunId[]
  /** Live runs of other owners, and detached ones without any. */
  readonly live: readonly LedgerEntry[]
}

/** A process that was killed is given this long to be gone. */
const patienceMs = 2000

/**
 * Ends what dead owners left running and strikes what has ended. A process is touched only when its
 * start time proves that it is the one of the ledger and its owner is certainly gone; another
 * instance's run, a reused process number and a detached run are left alone.
 */
export async function sweepLedger(
  needs: LedgerNeeds,
  isOurs: (id: RunId) => boolean,
): Promise<SweepReport> {
  const ended: RunId[] = []
  const forgotten: RunId[] = []
  const live: LedgerEntry[] = []
  await tidyLedger(needs)
  for (const entry of await readLedger(needs)) {
    const { id } = entry.run
    if (isOurs(id)) continue
    const fate = await fateOf(entry)
    if (fate === 'live') live.push(entry)
    if (fate === 'live') continue
    if (fate === 'orphan') {
      await signal(entry.process, 'SIGKILL')
      if (!(await isGone(entry))) {
        needs.log.warn(`Server ${id} could not be ended; process ${entry.process.pid} stays.`)
        live.push(entry)
        continue
      }
      needs.log.info(`Server ${id} had outlived its owner and was ended.`)
    }
    // Its process has gone; what that started may have stayed.
    await endMarkedProcesses(id)
    await strike(id, needs)
    ;(fate === 'orphan' ? ended : forgotten).push(id)
  }
  return { ended, forgotten, live }
}

async function fateOf(entry: LedgerEntry): Promise<'live' | 'orphan' | 'gone'> {
  const standing = await standingOf(entry.process)
  if (standing === 'gone') {
    // It crashed and its owner is about to start it again.
    const isWaited = entry.run.phase === 'waiting' && (await standingOf(entry.owner)) === 'same'
    return isWaited ? 'live' : 'gone'
  }
  if (standing === 'unknown' || entry.run.detached) return 'live'
  return (await standingOf(entry.owner)) === 'gone' ? 'orphan' : 'live'
}

async function isGone({ process }: LedgerEntry): Promise<boolean> {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    if ((await standingOf(process)) === 'gone') return true
    await wait(20)
  }
  return false
}
