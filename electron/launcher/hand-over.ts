import type { AppError } from '../../shared/errors.ts'
import { errors } from '../../shared/errors.ts'
import { startDetachedSupervisor } from './detached-supervisor.ts'
import { explain } from './explain.ts'
import { strike } from './ledger.ts'
import { endMarkedProcesses } from './marked-processes.ts'
import type { LauncherNeeds } from './needs.ts'
import { modelFor } from './model-for.ts'
import type { Run } from './run.ts'

/**
 * Launches a run that is to go on without this program: its model is brought here, then a process of its own
 * takes over and stays with it. Resolves when it serves, and nobody here answers for it any more; or when
 * it has ended before that. Never rejects.
 */
export async function handOver(run: Run, needs: LauncherNeeds): Promise<void> {
  const error = await carryOver(run, needs).catch((cause: unknown) => explain(cause, run, needs))
  if (run.view.state === 'ready') return
  await endMarkedProcesses(run.id)
  await strike(run.id, needs)
  run.end(error)
}

async function carryOver(run: Run, needs: LauncherNeeds): Promise<AppError | null> {
  const { env, commandLine = noCommandLine } = needs
  // What is to be known about it stands in the log, which the other process writes.
  const { file } = await modelFor(run, needs, () => undefined)
  run.starting(file)
  const request = { ...run.request, file }
  const supervisor = await startDetachedSupervisor(request, run.id, { env, commandLine })
  run.attach({ begin: () => undefined, ...supervisor })
  return await new Promise((resolve) => {
    let error: AppError | null = null
    supervisor.onView((view) => {
      error = view.error
      run.hears(view)
      if (view.state !== 'ready') return
      supervisor.letGo()
      resolve(null)
    })
    supervisor.onExit(() => {
      resolve(error ?? errors.engineFailed('The process that stays with the server ended.'))
    })
  })
}

async function noCommandLine(): Promise<null> {
  return Promise.resolve(null)
}
