import { setTimeout as wait } from 'node:timers/promises'
import { errors, fail } from '../../shared/errors.ts'
import { noteStop, strike, type LedgerEntry, type LedgerNeeds } from './ledger.ts'
import { endMarkedProcesses } from './marked-processes.ts'
import { signal, standingOf } from '../engine/process-stamp.ts'

/** As long as an engine gets from its own supervisor. */
const graceMs = 2000
const killMs = 1000

/**
 * Stops a run that another program supervises, or nobody does any more: its engine is asked to end
 * (its supervisor notices and puts its own house in order), then killed.
 */
export async function stopOther(entry: LedgerEntry, needs: LedgerNeeds): Promise<void> {
  await noteStop(entry.run.id, needs)
  await signal(entry.process, 'SIGTERM')
  if (!(await isGoneWithin(entry, graceMs))) {
    await signal(entry.process, 'SIGKILL')
    if (!(await isGoneWithin(entry, killMs))) {
      throw fail(errors.engineFailed(`Process ${entry.process.pid} cannot be ended from here.`))
    }
  }
  await endMarkedProcesses(entry.run.id)
  if ((await standingOf(entry.owner)) === 'gone') await strike(entry.run.id, needs)
}

async function isGoneWithin({ process }: LedgerEntry, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  do {
    if ((await standingOf(process)) === 'gone') return true
    await wait(25)
  } while (Date.now() < deadline)
  return false
}
