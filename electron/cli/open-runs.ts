import { canStop, type RunView } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import { createApp, type HubkeyApp } from '../app/create-app.ts'
import type { Context } from './context.ts'

/** The runs of this machine as the ledger knows them, after sweeping what a crash left behind. */
export async function openRuns(context: Context): Promise<HubkeyApp['launcher']> {
  const { launcher } = createCliApp(context, false)
  await launcher.sweep()
  return launcher
}

/** The one live run that is named by its id or the start of it. Throws `run-missing` or `bad-input`. */
export function chooseRun(id: string, runs: readonly RunView[]): RunView {
  const [chosen, ...others] = runs.filter((run) => canStop(run.state) && run.id.startsWith(id))
  if (chosen === undefined) throw fail(errors.runMissing(id))
  if (others.length === 0) return chosen
  throw fail(errors.badInput(`“${id}” could be any of ${others.length + 1} servers.`))
}

/** The application as a command needs it: no window to show settings or answers in. */
export function createCliApp({ core, output }: Context, detached: boolean): HubkeyApp {
  return createApp(core, {
    version: '',
    settings: { theme: 'system', oauthClientId: null, envFolders: [] },
    owner: 'cli',
    detached,
    onNotice: (sentence) => {
      output.notice(sentence)
    },
    onChatPiece: () => undefined,
  })
}
